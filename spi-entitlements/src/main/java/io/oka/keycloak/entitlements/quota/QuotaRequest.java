package io.oka.keycloak.entitlements.quota;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wants to use some of a tenant's quota, or to know whether they may.
 *
 * @param service the service that is used; null narrows to no service's limit
 * @param apiKeyId the key that uses it; null for anyone but a key
 * @param userId who uses it, for the record alone
 * @param action what is done, for the record alone
 * @param quantity how many units, at least 1
 * @param idempotencyKey tells a repetition from another use; needed to consume, of no consequence to a peek
 */
public record QuotaRequest(
        String tenantId,
        @Nullable String service,
        @Nullable String apiKeyId,
        @Nullable String userId,
        @Nullable String action,
        long quantity,
        @Nullable String idempotencyKey) {

    /** More units at once are a mistake of whoever counts, and sums of them must not overflow. */
    public static final long MOST = 1_000_000_000_000L;
}
