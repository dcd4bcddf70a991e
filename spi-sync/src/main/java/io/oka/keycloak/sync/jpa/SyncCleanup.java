package io.oka.keycloak.sync.jpa;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Removes what belonged to somebody who is gone, in the transaction in which they go. */
record SyncCleanup(EntityManager em) {

    /** All that hold rows of a realm. */
    private static final List<String> TABLES = List.of(
            "OKA_SYNC_ENROLMENT",
            "OKA_SYNC_AGENT",
            "OKA_SYNC_REQUEST",
            "OKA_SYNC_ITEM",
            "OKA_SYNC_JOB",
            "OKA_SYNC_ENTITY",
            "OKA_SYNC_MAPPING",
            "OKA_SYNC_MAPPING_CHANGE",
            "OKA_SYNC_IMPORT",
            "OKA_SYNC_DRIFT_RECORD",
            "OKA_SYNC_DRIFT",
            "OKA_SYNC_SNAPSHOT_PAGE",
            "OKA_SYNC_RECONCILIATION",
            "OKA_SYNC_BREAKER",
            "OKA_SYNC_ALERT",
            "OKA_SYNC_OPTIONS");

    static SyncCleanup of(KeycloakSession session) {
        return new SyncCleanup(session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    void realmRemoved(String realmId) {
        for (String table : TABLES) {
            em.createNativeQuery("delete from " + table + " where REALM_ID = :realmId")
                    .setParameter("realmId", realmId)
                    .executeUpdate();
        }
    }

    /** What another system said of the tenant stays known as of an entity that is gone; what it is mapped to goes. */
    void tenantPurged(String realmId, String tenantId) {
        em.createNativeQuery("delete from OKA_SYNC_MAPPING where REALM_ID = :realmId and TYPE = 'tenant'"
                        + " and INTERNAL_CODE = :tenantId")
                .setParameter("realmId", realmId)
                .setParameter("tenantId", tenantId)
                .executeUpdate();
    }
}
