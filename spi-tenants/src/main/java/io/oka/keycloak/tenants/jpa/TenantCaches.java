package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.cache.ClusterCache;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What this node remembers of tenants and memberships. Keys begin with the realm's id: an id of one realm never finds
 * what another has cached.
 *
 * @param tenants by {@link #tenantKey}
 * @param gone tenants that are not there, by {@link #tenantKey}: what a deleted one is asked for costs no more than what a
 *     living one is
 * @param roles by {@link #roleKey}
 */
record TenantCaches(ClusterCache<TenantSnapshot> tenants, ClusterCache<Boolean> gone, ClusterCache<TenantRole> roles) {

    private static final int MOST_TENANTS = 100_000;
    private static final int MOST_GONE = 10_000;
    private static final int MOST_ROLES = 400_000;

    static TenantCaches create(KeycloakSessionFactory factory, Duration hardExpiry) {
        return new TenantCaches(
                ClusterCache.create(factory, "oka-tenants", MOST_TENANTS, hardExpiry),
                ClusterCache.create(factory, "oka-tenants-gone", MOST_GONE, hardExpiry),
                ClusterCache.create(factory, "oka-tenant-roles", MOST_ROLES, hardExpiry));
    }

    static String tenantKey(String realmId, String tenantId) {
        return realmId + "/" + tenantId;
    }

    static String roleKey(String realmId, String tenantId, String userId) {
        return realmId + "/" + tenantId + "/" + userId;
    }

    void tenantChanged(KeycloakSession session, String realmId, String tenantId) {
        tenants.invalidateAfterCommit(session, tenantKey(realmId, tenantId));
        gone.invalidateAfterCommit(session, tenantKey(realmId, tenantId));
    }

    void roleChanged(KeycloakSession session, String realmId, String tenantId, String userId) {
        roles.invalidateAfterCommit(session, roleKey(realmId, tenantId, userId));
    }
}
