package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.cache.ClusterCache;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What this node remembers of plans, flags and what tenants have. Keys begin with the realm's id: an id of one realm
 * never finds what another has cached.
 *
 * @param realms by the realm's id
 * @param tenants by {@link #tenantKey}
 */
record EntitlementCaches(
        ClusterCache<EntitlementSnapshot.OfRealm> realms, ClusterCache<EntitlementSnapshot.OfTenant> tenants) {

    private static final int MOST_REALMS = 10_000;
    private static final int MOST_TENANTS = 100_000;

    static EntitlementCaches create(KeycloakSessionFactory factory, Duration hardExpiry) {
        return new EntitlementCaches(
                ClusterCache.create(factory, "oka-entitlements-realms", MOST_REALMS, hardExpiry),
                ClusterCache.create(factory, "oka-entitlements-tenants", MOST_TENANTS, hardExpiry));
    }

    static String tenantKey(String realmId, String tenantId) {
        return realmId + "/" + tenantId;
    }

    void realmChanged(KeycloakSession session, String realmId) {
        realms.invalidateAfterCommit(session, realmId);
    }

    void tenantChanged(KeycloakSession session, String realmId, String tenantId) {
        tenants.invalidateAfterCommit(session, tenantKey(realmId, tenantId));
    }
}
