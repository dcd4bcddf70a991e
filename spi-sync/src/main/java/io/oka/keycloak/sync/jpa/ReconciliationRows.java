package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.Conditions;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Reconciliation;
import io.oka.keycloak.sync.ReconciliationState;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** Rows of comparisons; at most one of a system is open at a time, which an index of the database holds. */
record ReconciliationRows(KeycloakSession session, EntityManager em, Instant now) {

    private static final TypeReference<Map<String, List<String>>> FIELDS = new TypeReference<>() {};

    private static final String BEGIN =
            "insert into OKA_SYNC_RECONCILIATION (ID, REALM_ID, AGENT_SYSTEM, STATE, ENTITIES,"
                    + " FIELDS, CREATED_AT, CREATED_BY, CORRELATION_ID, COMPARED, MATCHED_PAGES, FOUND, VERSION)"
                    + " values (:id, :realmId, :system, 'waiting', :entities, :fields, :now, nullif(:createdBy, ''),"
                    + " :correlationId, 0, 0, 0, 0) on conflict (REALM_ID, AGENT_SYSTEM)"
                    + " where STATE in ('waiting', 'comparing') do nothing";

    private static final String PAGE_CAME = "update OKA_SYNC_RECONCILIATION r set STATE = 'comparing',"
            + " STARTED_AT = coalesce(STARTED_AT, :now), LAST_PAGE_AT = :now, AGENT_ID = nullif(:agentId, ''),"
            + " COMPARED = p.COMPARED, MATCHED_PAGES = p.MATCHED, FOUND = (select count(*) from OKA_SYNC_DRIFT d"
            + " where d.LAST_RECONCILIATION_ID = r.ID and d.STATE <> 'resolved'), VERSION = VERSION + 1 from (select"
            + " coalesce(sum(ENTRIES) filter (where RESULT <> 'items_wanted'), 0) as COMPARED,"
            + " count(*) filter (where RESULT = 'matched') as MATCHED from OKA_SYNC_SNAPSHOT_PAGE"
            + " where RECONCILIATION_ID = :id) p where r.ID = :id";

    private static final String END = "update OKA_SYNC_RECONCILIATION set STATE = :state, FINISHED_AT = :now,"
            + " ERROR = nullif(:error, ''), VERSION = VERSION + 1 where ID = :id and STATE in ('waiting', 'comparing')";

    /** Null if one is open already: whoever else begins one is waited for. */
    @Nullable
    String begin(String realmId, String system, Map<ComparedEntity, List<String>> fields, @Nullable String createdBy) {
        String id = Uuid7.next();
        String entities = fields.keySet().stream().map(ComparedEntity::wireName).collect(Collectors.joining(","));
        int made = em.createNativeQuery(BEGIN)
                .setParameter("id", id)
                .setParameter("realmId", realmId)
                .setParameter("system", system)
                .setParameter("entities", entities)
                .setParameter("fields", Json.writeText(fields))
                .setParameter("now", now)
                .setParameter("createdBy", createdBy == null ? "" : createdBy)
                .setParameter("correlationId", RequestId.of(session))
                .executeUpdate();
        return made == 1 ? id : null;
    }

    @Nullable
    Reconciliation get(String realmId, String id) {
        return first("from ReconciliationEntity r where r.realmId = :realmId and r.id = :id", realmId, "id", id);
    }

    @Nullable
    Reconciliation open(String realmId, String system) {
        return first(
                "from ReconciliationEntity r where r.realmId = :realmId and r.agentSystem = :system"
                        + " and r.state in ('waiting', 'comparing')",
                realmId,
                "system",
                system);
    }

    /** One page of a comparison at a time, and no page beside its end. */
    @Nullable
    Reconciliation lock(String realmId, String id) {
        List<?> held = em.createNativeQuery(
                        "select ID from OKA_SYNC_RECONCILIATION where REALM_ID = :realmId and ID = :id for update")
                .setParameter("realmId", realmId)
                .setParameter("id", id)
                .getResultList();
        return held.isEmpty() ? null : get(realmId, id);
    }

    List<Reconciliation> list(
            String realmId, @Nullable String system, @Nullable ReconciliationState state, CursorPage page) {
        return new Conditions("r.realmId = :realmId", "realmId", realmId)
                .and("r.agentSystem = :system", "system", system)
                .and("r.state = :state", "state", state == null ? null : state.wireName())
                .and("r.id < :after", "after", page.after())
                .query(em, "from ReconciliationEntity r where ", " order by r.id desc", ReconciliationEntity.class)
                .setMaxResults(page.limit() + 1)
                .getResultStream()
                .map(ReconciliationRows::read)
                .toList();
    }

    void pageCame(String id, String agentId) {
        em.createNativeQuery(PAGE_CAME)
                .setParameter("now", now)
                .setParameter("agentId", agentId)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Whether it was open until now. */
    boolean end(String id, ReconciliationState state, @Nullable String error) {
        Query query = em.createNativeQuery(END)
                .setParameter("state", state.wireName())
                .setParameter("now", now)
                .setParameter("error", error == null ? "" : error)
                .setParameter("id", id);
        return query.executeUpdate() == 1;
    }

    private @Nullable Reconciliation first(String query, String realmId, String name, String value) {
        return em.createQuery(query, ReconciliationEntity.class)
                .setParameter("realmId", realmId)
                .setParameter(name, value)
                .getResultStream()
                .findFirst()
                .map(row -> {
                    // It is written past Hibernate, perhaps in this very transaction.
                    em.refresh(row);
                    return read(row);
                })
                .orElse(null);
    }

    private static Reconciliation read(ReconciliationEntity row) {
        return new Reconciliation(
                row.id,
                row.agentSystem,
                ReconciliationState.ofWireName(row.state),
                fields(row.fields),
                row.createdAt,
                row.createdBy,
                row.startedAt,
                row.finishedAt,
                row.lastPageAt,
                row.agentId,
                row.compared,
                row.matchedPages,
                row.found,
                row.error);
    }

    private static Map<ComparedEntity, List<String>> fields(String json) {
        Map<ComparedEntity, List<String>> fields = new EnumMap<>(ComparedEntity.class);
        try {
            Json.MAPPER
                    .readValue(json, FIELDS)
                    .forEach((entity, names) -> fields.put(ComparedEntity.ofWireName(entity), names));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot read the fields of a comparison", e);
        }
        return fields;
    }
}
