package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.tenants.TenantModel;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Forgets what a tenant or a whole realm has used, in the transaction in which that goes. */
final class QuotaCleanup {

    private static final List<String> TABLES = List.of(
            "OKA_QUOTA_COUNTER", "OKA_USAGE_KEY", "OKA_USAGE_RESERVATION", "OKA_USAGE_TOTAL", "OKA_USAGE_EVENT");

    private final EntityManager em;
    private final OwnConnections connections;

    QuotaCleanup(KeycloakSession session, OwnConnections connections) {
        this.em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.connections = connections;
    }

    /** Nothing is counted for it any more: it was deleted long before it is purged. */
    void forgetTenant(TenantModel tenant) {
        for (String table : TABLES) {
            em.createNativeQuery(connections.sql("DELETE FROM " + table + " WHERE REALM_ID = ?1 AND TENANT_ID = ?2"))
                    .setParameter(1, tenant.getRealm().getId())
                    .setParameter(2, tenant.getId())
                    .executeUpdate();
        }
    }

    /**
     * The realm goes while it may still be counted for. Whoever counts holds the tenant's row: taking those rows first
     * waits for what is under way, so that it is seen and removed here, and whoever comes later finds no tenant.
     */
    void forgetRealm(String realmId) {
        em.createNativeQuery(
                        connections.sql("SELECT t.ID FROM OKA_TENANT t WHERE t.REALM_ID = ?1 ORDER BY t.ID FOR UPDATE"))
                .setParameter(1, realmId)
                .getResultList();
        for (String table : TABLES) {
            em.createNativeQuery(connections.sql("DELETE FROM " + table + " WHERE REALM_ID = ?1"))
                    .setParameter(1, realmId)
                    .executeUpdate();
        }
    }
}
