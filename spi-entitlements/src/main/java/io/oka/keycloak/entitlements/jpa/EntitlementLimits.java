package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Tells the tenants' floor what the plan in force says. A subscription that gives no access leaves its limits standing. */
record EntitlementLimits(KeycloakSession session) implements TenantLimits {

    @Override
    public @Nullable String effectiveTier(String tenantId) {
        RealmModel realm = session.getContext().getRealm();
        return EntitlementProvider.of(session)
                .snapshots()
                .of(realm, tenantId)
                .subscription(now())
                .effectiveTier();
    }

    @Override
    public @Nullable Integer memberLimit(TenantModel tenant) {
        Plan plan = plan(tenant);
        return plan == null ? null : plan.memberLimit();
    }

    @Override
    public @Nullable Integer keyLimit(TenantModel tenant) {
        Plan plan = plan(tenant);
        return plan == null ? null : plan.keyLimit();
    }

    private @Nullable Plan plan(TenantModel tenant) {
        return EntitlementProvider.of(session)
                .snapshots()
                .read(tenant)
                .subscription(now())
                .plan();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
