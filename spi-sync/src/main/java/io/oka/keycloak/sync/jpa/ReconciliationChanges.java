package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.Reconciliation;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of comparisons and of their differences. */
record ReconciliationChanges(KeycloakSession session, EntityManager em, RealmModel realm) {

    private static final String RECONCILIATION = "OKA_SYNC_RECONCILIATION";
    private static final String DRIFT = "OKA_SYNC_DRIFT";

    void started(Reconciliation begun) {
        publish("sync.reconciliation_started", null, of(begun), OperationType.CREATE, RECONCILIATION, path(begun.id()));
    }

    void ended(Reconciliation over) {
        Map<String, Object> data = of(over);
        data.put("state", over.state().wireName());
        data.put("compared", over.compared());
        data.put("found", over.found());
        if (over.error() != null) {
            data.put("error", over.error());
        }
        publish("sync.reconciliation_ended", null, data, OperationType.ACTION, RECONCILIATION, path(over.id()));
    }

    /**
     * @param drifts how many count
     */
    void driftDetected(String system, String reconciliationId, @Nullable String agentId, long drifts) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (agentId != null) {
            data.put("agentId", agentId);
            data.put("name", nameOf(agentId, system));
        }
        data.put("agentSystem", system);
        data.put("reconciliationId", reconciliationId);
        data.put("drifts", drifts);
        publish("sync.drift_detected", null, data, OperationType.ACTION, RECONCILIATION, path(reconciliationId));
    }

    /** The other system is to set it right; its agents find it among what changed here. */
    void correctionRequested(Drift drift) {
        Map<String, Object> data = of(drift);
        if (drift.localValue() != null) {
            data.put("localValue", drift.localValue());
        }
        if (drift.remoteValue() != null) {
            data.put("remoteValue", drift.remoteValue());
        }
        publish(
                "sync.correction_requested",
                drift.tenantId(),
                data,
                OperationType.ACTION,
                DRIFT,
                path("drift/" + drift.id()));
    }

    /** One that somebody decided about. */
    void decided(String type, Drift drift, @Nullable String reason) {
        Map<String, Object> data = of(drift);
        if (reason != null) {
            data.put("reason", reason);
        }
        publish(type, drift.tenantId(), data, OperationType.ACTION, DRIFT, path("drift/" + drift.id()));
    }

    /** Many that somebody decided about at once. */
    void decided(String type, long drifts, @Nullable String reason) {
        Map<String, Object> data = new LinkedHashMap<>(Map.of("drifts", drifts));
        if (reason != null) {
            data.put("reason", reason);
        }
        publish(type, null, data, OperationType.ACTION, DRIFT, path("drift"));
    }

    private static Map<String, Object> of(Reconciliation one) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("reconciliationId", one.id());
        data.put("agentSystem", one.agentSystem());
        return data;
    }

    private static Map<String, Object> of(Drift drift) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("driftId", drift.id());
        data.put("agentSystem", drift.agentSystem());
        data.put("kind", drift.kind().wireName());
        data.put("entity", drift.entity().wireName());
        data.put("externalCode", drift.externalCode());
        if (!drift.field().isEmpty()) {
            data.put("field", drift.field());
        }
        return data;
    }

    private static String path(String below) {
        return "sync/reconciliations/" + below;
    }

    private String nameOf(String agentId, String otherwise) {
        List<?> names = em.createNativeQuery("select NAME from OKA_SYNC_AGENT where ID = :id and REALM_ID = :realmId")
                .setParameter("id", agentId)
                .setParameter("realmId", realm.getId())
                .getResultList();
        return names.isEmpty() ? otherwise : (String) names.get(0);
    }

    private void publish(
            String type,
            @Nullable String tenantId,
            Map<String, Object> data,
            OperationType operation,
            String resourceType,
            String path) {
        Changes.publish(
                session,
                realm,
                new Change(type, tenantId, data, new Change.AdminAction(operation, resourceType, path)));
    }
}
