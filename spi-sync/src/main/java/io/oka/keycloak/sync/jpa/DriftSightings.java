package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.DriftKind;
import io.oka.keycloak.sync.SyncSettings;
import io.oka.keycloak.sync.reconcile.Finding;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a comparison has seen, many differences in each statement. One difference stands once: seen again it
 * is the same row.
 */
record DriftSightings(
        EntityManager em,
        DriftRecords records,
        SyncSettings.Reconciliation settings,
        String realmId,
        String system,
        String reconciliationId,
        Instant now) {

    /** In one statement; each row may bring along all that the other system says of an entity. */
    private static final int AT_ONCE = 500;

    private static final String FOUND = "jsonb_to_recordset(cast(:found as jsonb)) as n(id text, kind text,"
            + " severity text, code text, tenant text, field text, local_value text, remote_value text,"
            + " local_version bigint, remote_version bigint, remote_data text, truth text, grace timestamptz,"
            + " explained text)";

    private static final String CHANGED =
            "(d.LOCAL_VALUE is distinct from n.local_value" + " or d.REMOTE_VALUE is distinct from n.remote_value)";

    /** Grace that is over, an ignoring that is over, and values that are others than those that somebody decided about. */
    private static final String NOW_OPEN = "(d.STATE = 'pending' and d.GRACE_UNTIL <= :now)"
            + " or (d.STATE = 'ignored' and (" + CHANGED + " or d.IGNORED_UNTIL <= :now))"
            + " or (d.STATE = 'approved' and d.FIX_ITEM_ID is null and " + CHANGED + ")";

    private static final String SEE_AGAIN = "update OKA_SYNC_DRIFT d set LAST_SEEN_AT = :now,"
            + " LAST_RECONCILIATION_ID = :reconciliation, SEVERITY = n.severity, TENANT_ID = n.tenant,"
            + " LOCAL_VALUE = n.local_value, REMOTE_VALUE = n.remote_value, LOCAL_VERSION = n.local_version,"
            + " REMOTE_VERSION = n.remote_version, REMOTE_DATA = n.remote_data, SOURCE_OF_TRUTH = n.truth,"
            + " EXPLAINED_BY = n.explained, STATE = case when " + NOW_OPEN + " then 'open' else d.STATE end,"
            + " AUTO_FIXED_AT = case when " + CHANGED + " then null else d.AUTO_FIXED_AT end, VERSION = d.VERSION + 1"
            + " from " + FOUND + ", OKA_SYNC_DRIFT o where o.ID = d.ID and d.REALM_ID = :realmId"
            + " and d.AGENT_SYSTEM = :system and d.ENTITY = :entity and d.EXTERNAL_CODE = n.code and d.KIND = n.kind"
            + " and d.FIELD = n.field and d.ENDED_AT is null returning d.ID,"
            + " case when o.STATE <> d.STATE then 'opened' when o.LOCAL_VALUE is distinct from d.LOCAL_VALUE"
            + " or o.REMOTE_VALUE is distinct from d.REMOTE_VALUE then 'seen' else '' end";

    private static final String SEE = "insert into OKA_SYNC_DRIFT (ID, REALM_ID, AGENT_SYSTEM, KIND, SEVERITY, ENTITY,"
            + " EXTERNAL_CODE, TENANT_ID, FIELD, LOCAL_VALUE, REMOTE_VALUE, LOCAL_VERSION, REMOTE_VERSION, REMOTE_DATA,"
            + " SOURCE_OF_TRUTH, STATE, FIRST_SEEN_AT, LAST_SEEN_AT, GRACE_UNTIL, FIRST_RECONCILIATION_ID,"
            + " LAST_RECONCILIATION_ID, EXPLAINED_BY, VERSION) select n.id, :realmId, :system, n.kind, n.severity,"
            + " :entity, n.code, n.tenant, n.field, n.local_value, n.remote_value, n.local_version, n.remote_version,"
            + " n.remote_data, n.truth, case when n.grace <= :now then 'open' else 'pending' end, :now, :now, n.grace,"
            + " :reconciliation, :reconciliation, n.explained, 0 from " + FOUND
            + " on conflict (REALM_ID, AGENT_SYSTEM, ENTITY, EXTERNAL_CODE, KIND, FIELD) where ENDED_AT is null"
            + " do nothing returning ID";

    /** The newest item of each code that is under way or was given up; one of the entity itself before its tenant's. */
    private static final String EXPLAIN = "select distinct on (i.EXTERNAL_CODE) i.EXTERNAL_CODE, i.ID from ("
            + "select ID, EXTERNAL_CODE, ENTITY from OKA_SYNC_ITEM where REALM_ID = :realmId"
            + " and AGENT_SYSTEM = :system and EXTERNAL_CODE in (:codes)"
            + " and STATE in ('queued', 'processing', 'retrying', 'parked') union all"
            + " select ID, EXTERNAL_CODE, ENTITY from OKA_SYNC_ITEM where REALM_ID = :realmId"
            + " and AGENT_SYSTEM = :system and EXTERNAL_CODE in (:codes) and STATE = 'dead') i"
            + " where i.ENTITY in (:entity, 'tenant') order by i.EXTERNAL_CODE, i.ENTITY <> :entity, i.ID desc";

    /** What this comparison saw on a page of before, and does not see on the same part now. */
    private static final String RESOLVE_RANGE = "update OKA_SYNC_DRIFT set STATE = 'resolved', ENDED_AT = :now,"
            + " VERSION = VERSION + 1 where LAST_RECONCILIATION_ID = :reconciliation and REALM_ID = :realmId"
            + " and ENTITY = :entity and ENDED_AT is null and LAST_SEEN_AT <> :now"
            + " and EXTERNAL_CODE collate \"C\" > :after";

    private static final String UP_TO = " and EXTERNAL_CODE collate \"C\" <= :upTo";

    private static final String RESOLVE = "update OKA_SYNC_DRIFT set STATE = 'resolved', ENDED_AT = :now,"
            + " VERSION = VERSION + 1 where REALM_ID = :realmId and AGENT_SYSTEM = :system and ENDED_AT is null"
            + " and LAST_RECONCILIATION_ID <> :reconciliation and ENTITY = :entity and FIELD in (:fields) returning ID";

    void see(ComparedEntity entity, List<Finding> found) {
        for (int i = 0; i < found.size(); i += AT_ONCE) {
            seeSome(entity, found.subList(i, Math.min(found.size(), i + AT_ONCE)));
        }
    }

    private void seeSome(ComparedEntity entity, List<Finding> found) {
        Map<String, String> explained = explain(entity, found);
        String rows = Json.writeText(
                found.stream().map(one -> row(entity, one, explained)).toList());
        Map<String, List<String>> again = rows(sighting(SEE_AGAIN, entity, rows)).stream()
                .collect(Collectors.groupingBy(
                        row -> (String) row[1], Collectors.mapping(row -> (String) row[0], Collectors.toList())));
        records.write(again.getOrDefault("opened", List.of()), "opened", null);
        records.write(again.getOrDefault("seen", List.of()), "seen", "Its values have changed");
        records.write(ids(sighting(SEE, entity, rows)), "found", null);
    }

    private Query sighting(String sql, ComparedEntity entity, String rows) {
        return em.createNativeQuery(sql)
                .setParameter("found", rows)
                .setParameter("now", now)
                .setParameter("realmId", realmId)
                .setParameter("system", system)
                .setParameter("entity", entity.wireName())
                .setParameter("reconciliation", reconciliationId);
    }

    private Map<String, @Nullable Object> row(ComparedEntity entity, Finding one, Map<String, String> explained) {
        String kind = one.kind().wireName();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", Uuid7.next());
        row.put("kind", kind);
        row.put("severity", settings.severityOf(kind, entity.wireName(), one.field()));
        row.put("code", one.externalCode());
        row.put("tenant", one.tenantId());
        row.put("field", one.field());
        row.put("local_value", one.localValue() == null ? null : Json.writeText(one.localValue()));
        row.put("remote_value", one.remoteValue() == null ? null : Json.writeText(one.remoteValue()));
        row.put("local_version", one.localVersion());
        row.put("remote_version", one.remoteVersion());
        row.put("remote_data", one.remoteData() == null ? null : Json.writeText(one.remoteData()));
        row.put("truth", remoteIsRight(entity, one) ? "remote" : "local");
        row.put("grace", now.plus(settings.grace(kind)).toString());
        row.put("explained", explained.get(one.externalCode()));
        return row;
    }

    /** About whether there is something at all, and about what was never heard of here, the other system is right. */
    private boolean remoteIsRight(ComparedEntity entity, Finding one) {
        return one.kind() != DriftKind.FIELD_MISMATCH || settings.isRemoteRight(entity.wireName(), one.field());
    }

    private Map<String, String> explain(ComparedEntity entity, List<Finding> found) {
        return rows(em.createNativeQuery(EXPLAIN)
                        .setParameter("realmId", realmId)
                        .setParameter("system", system)
                        .setParameter("entity", entity.wireName())
                        .setParameter(
                                "codes",
                                found.stream()
                                        .map(Finding::externalCode)
                                        .distinct()
                                        .toList()))
                .stream()
                .collect(Collectors.toMap(row -> (String) row[0], row -> (String) row[1]));
    }

    /** Codes behind one, up to another or to the end, were looked at now: what was seen there before is gone. */
    void resolveUnseen(ComparedEntity entity, String after, @Nullable String upTo) {
        Query query = em.createNativeQuery(RESOLVE_RANGE + (upTo == null ? "" : UP_TO) + " returning ID")
                .setParameter("now", now)
                .setParameter("reconciliation", reconciliationId)
                .setParameter("realmId", realmId)
                .setParameter("entity", entity.wireName())
                .setParameter("after", after);
        if (upTo != null) {
            query.setParameter("upTo", upTo);
        }
        records.write(ids(query), "resolved", "The page came again without it");
    }

    /** What this comparison, which is whole, has not seen is no longer there. */
    void resolveUnseen(ComparedEntity entity, List<String> fields) {
        List<String> compared = new ArrayList<>(fields);
        compared.add("");
        records.write(
                ids(em.createNativeQuery(RESOLVE)
                        .setParameter("now", now)
                        .setParameter("realmId", realmId)
                        .setParameter("system", system)
                        .setParameter("reconciliation", reconciliationId)
                        .setParameter("entity", entity.wireName())
                        .setParameter("fields", compared)),
                "resolved",
                "It was no longer seen");
    }

    @SuppressWarnings("unchecked")
    private static List<Object[]> rows(Query query) {
        return query.getResultList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> ids(Query query) {
        return query.getResultList();
    }
}
