package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision goes by.
 *
 * @param tenant null if there is no such tenant
 * @param entitlements the tenant's; null if there is no such tenant
 * @param quota what the quota says; null while it has not been asked, which refuses nothing
 * @param degraded whether this may be out of date because the database is away
 * @param now the instant for which it is decided
 */
public record Facts(
        Subject subject,
        @Nullable TenantSnapshot tenant,
        @Nullable EntitlementSnapshot entitlements,
        @Nullable QuotaAnswer quota,
        boolean degraded,
        Instant now) {

    public Facts with(QuotaAnswer answer, boolean nowDegraded) {
        return new Facts(subject, tenant, entitlements, answer, nowDegraded, now);
    }
}
