package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.ChangeOrigin;
import io.oka.keycloak.common.change.ChangeRows;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.sync.MappingChange;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Writes down and says what is done to mappings, in the transaction that does it. It is said of the realm and not of a
 * tenant: what another system calls its other customers is no tenant's business.
 */
record MappingChanges(KeycloakSession session, EntityManager em) {

    static final String RESOURCE_TYPE = "OKA_SYNC_MAPPING";

    void created(RealmModel realm, MappingEntity row) {
        record(realm, row, MappingChange.Action.CREATED, null, row.internalCode);
        publish(realm, "sync.mapping_created", data(row), OperationType.CREATE, path(row));
    }

    void changed(RealmModel realm, MappingEntity row, String previous) {
        record(realm, row, MappingChange.Action.CHANGED, previous, row.internalCode);
        Map<String, Object> data = data(row);
        data.put("previousInternalCode", previous);
        publish(realm, "sync.mapping_changed", data, OperationType.UPDATE, path(row));
    }

    void deleted(RealmModel realm, MappingEntity row) {
        record(realm, row, MappingChange.Action.DELETED, row.internalCode, null);
        publish(realm, "sync.mapping_deleted", data(row), OperationType.DELETE, path(row));
    }

    void publish(RealmModel realm, String type, Map<String, Object> data, OperationType operation, String path) {
        Changes.publish(
                session, realm, new Change(type, null, data, new Change.AdminAction(operation, RESOURCE_TYPE, path)));
    }

    private void record(
            RealmModel realm,
            MappingEntity mapping,
            MappingChange.Action action,
            @Nullable String before,
            @Nullable String now) {
        ChangeOrigin origin = ChangeRows.origin(session, realm);
        MappingChangeEntity row = new MappingChangeEntity();
        row.id = Uuid7.next();
        row.realmId = mapping.realmId;
        row.mappingId = mapping.id;
        row.agentSystem = mapping.agentSystem;
        row.type = mapping.type;
        row.externalCode = mapping.externalCode;
        row.internalCode = now;
        row.previousInternalCode = before;
        row.action = action.wireName();
        row.actorType = origin.actor().type().wireName();
        row.actorId = origin.actor().id();
        row.correlationId = origin.correlationId();
        row.at = Instant.ofEpochMilli(Time.currentTimeMillis());
        em.persist(row);
    }

    private static Map<String, Object> data(MappingEntity row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("mappingId", row.id);
        data.put("agentSystem", row.agentSystem);
        data.put("type", row.type);
        data.put("externalCode", row.externalCode);
        data.put("internalCode", row.internalCode);
        return data;
    }

    private static String path(MappingEntity row) {
        return "sync/mappings/" + row.id;
    }
}
