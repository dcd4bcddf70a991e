package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.tenants.TenantRole;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision and what it went by. Of a tenant that the subject does not belong to it says nothing.
 *
 * @param role the subject's in the tenant; null for anyone but a member
 * @param tier the one in force
 * @param quota null if it was not asked
 * @param overrides those that hold
 */
public record Decision(
        Reason reason,
        @Nullable TenantRole role,
        @Nullable String tier,
        @Nullable QuotaAnswer quota,
        List<EntitlementOverride> overrides,
        Checks checks,
        boolean degraded,
        Instant evaluatedAt) {

    public Decision {
        overrides = List.copyOf(overrides);
    }

    public boolean allowed() {
        return reason == Reason.ALLOWED;
    }
}
