package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.EntitlementSnapshots;
import io.oka.keycloak.tenants.TenantModel;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Snapshots: two statements for a realm, three for a tenant, none while both are remembered. */
final class JpaSnapshots implements EntitlementSnapshots {

    private final KeycloakSession session;
    private final EntitlementCaches caches;
    private final JpaPlans plans;
    private final JpaSubscriptions subscriptions;
    private final JpaFlags flags;
    private final JpaOverrides overrides;

    JpaSnapshots(
            KeycloakSession session,
            EntitlementCaches caches,
            JpaPlans plans,
            JpaSubscriptions subscriptions,
            JpaFlags flags,
            JpaOverrides overrides) {
        this.session = session;
        this.caches = caches;
        this.plans = plans;
        this.subscriptions = subscriptions;
        this.flags = flags;
        this.overrides = overrides;
    }

    @Override
    public EntitlementSnapshot of(RealmModel realm, String tenantId) {
        String key = EntitlementCaches.tenantKey(realm.getId(), tenantId);
        return new EntitlementSnapshot(
                Objects.requireNonNull(caches.realms().get(session, realm.getId(), () -> load(realm))),
                Objects.requireNonNull(caches.tenants().get(session, key, () -> load(realm, tenantId))),
                EntitlementSettings.fallbackTier(realm));
    }

    @Override
    public EntitlementSnapshot read(TenantModel tenant) {
        RealmModel realm = tenant.getRealm();
        return new EntitlementSnapshot(
                load(realm), load(realm, tenant.getId()), EntitlementSettings.fallbackTier(realm));
    }

    private EntitlementSnapshot.OfRealm load(RealmModel realm) {
        return new EntitlementSnapshot.OfRealm(plans.of(realm), flags.of(realm));
    }

    private EntitlementSnapshot.OfTenant load(RealmModel realm, String tenantId) {
        return new EntitlementSnapshot.OfTenant(
                subscriptions.read(tenantId), overrides.active(realm, tenantId), flags.enabledFor(realm, tenantId));
    }
}
