package io.oka.keycloak.apikeys;

import io.oka.keycloak.common.address.AddressRange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's key as those who manage it see it. The key itself is not in it: nobody can read that again.
 *
 * @param familyId the same for a key and all that it was rotated into: one key for limits, usage and the plan
 * @param prefix how the key begins
 * @param last4 how it ends
 * @param quotaLimit units that the family may use in each period; null for no limit of its own
 * @param allowedCidrs from where it may be used; empty for anywhere
 * @param createdBy id of the user who made it, who may be gone since; null for an operator
 * @param lastUsedAt about when it was used last: written in the background
 * @param expiresAt its own end; null for none
 * @param graceUntil until when it works beside its successor; null unless it was rotated
 */
public record ApiKey(
        String id,
        String tenantId,
        String familyId,
        String name,
        String prefix,
        String last4,
        ApiKeyEnvironment environment,
        List<String> scopes,
        List<String> audiences,
        @Nullable Long quotaLimit,
        @Nullable QuotaPeriod quotaPeriod,
        List<AddressRange> allowedCidrs,
        @Nullable String createdBy,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant graceUntil) {

    public ApiKey {
        scopes = List.copyOf(scopes);
        audiences = List.copyOf(audiences);
        allowedCidrs = List.copyOf(allowedCidrs);
    }

    /** When it ceases to work by itself: never later than its own end. */
    public @Nullable Instant endsAt() {
        return ApiKeySnapshot.earlier(expiresAt, graceUntil);
    }

    public ApiKeyStatus status(Instant now) {
        return ApiKeyStatus.at(now, revokedAt, endsAt());
    }
}
