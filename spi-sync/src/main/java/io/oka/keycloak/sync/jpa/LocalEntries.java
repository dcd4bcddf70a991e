package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.reconcile.LocalEntry;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is here of the codes of one system, in one query for many: tenants that are mapped and not deleted, and their
 * subscriptions as they stand now (whether or not the task that moves periods has come by).
 *
 * @param fallback the plan to go on with after a cancellation; null for none
 */
record LocalEntries(
        EntityManager em,
        String realmId,
        String system,
        @Nullable String fallback,
        Instant now) {

    private static final String OF_SYSTEM = " from OKA_SYNC_MAPPING m join OKA_TENANT t on t.ID = m.INTERNAL_CODE"
            + " and t.REALM_ID = m.REALM_ID and t.DELETED_AT is null"
            + " left join OKA_SYNC_ENTITY e on e.REALM_ID = m.REALM_ID and e.AGENT_SYSTEM = m.AGENT_SYSTEM"
            + " and e.ENTITY = :entity and e.EXTERNAL_CODE = m.EXTERNAL_CODE";

    private static final String WHERE =
            " where m.REALM_ID = :realmId and m.AGENT_SYSTEM = :system and m.TYPE = 'tenant'";

    private static final String TENANTS = "select m.EXTERNAL_CODE, t.ID, e.APPLIED_VERSION, true, t.NAME,"
            + " t.DISPLAY_NAME, t.SUSPENDED_AT is not null, t.QUOTA_LIMIT" + OF_SYSTEM + WHERE;

    /** Of a tenant of which nothing is written down the lowest plan holds. */
    private static final String LOWEST =
            "(select l.TIER from OKA_PLAN l where l.REALM_ID = :realmId order by l.PLAN_RANK, l.TIER limit 1)";

    private static final String ENDED =
            "(p.PERIOD is not null and s.CURRENT_PERIOD_END is not null and s.CURRENT_PERIOD_END <= :now)";

    private static final String STATUS = "case when s.STATUS = 'cancelled' or (s.CANCEL_AT_PERIOD_END and " + ENDED
            + ") then 'cancelled' when s.STATUS = 'past_due' or " + ENDED + " then 'past_due' else 'active' end";

    /** Whether the other system ever said that this was bought, and has not cancelled it since. */
    private static final String TOLD =
            "coalesce(not e.TOMBSTONE" + " and jsonb_exists_any(cast(e.DATA as jsonb), array['plan', 'tier']), false)";

    private static final String SECONDS =
            " to_char(s.CURRENT_PERIOD_END at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

    private static final String SUBSCRIPTIONS = "select x.CODE, x.TENANT_ID, x.VERSION,"
            + " x.STATUS <> 'cancelled' and (x.TOLD or x.TIER not in (x.LOWEST, :fallback)),"
            + " coalesce(pm.EXTERNAL_CODE, 'tier:' || x.TIER), x.STATUS, x.PERIOD_END, x.CANCELS from ("
            + "select m.EXTERNAL_CODE as CODE, t.ID as TENANT_ID, e.APPLIED_VERSION as VERSION,"
            + " coalesce(s.TIER, " + LOWEST + ") as TIER, " + LOWEST + " as LOWEST, " + STATUS + " as STATUS, "
            + TOLD + " as TOLD, case when p.PERIOD is not null then" + SECONDS + " end as PERIOD_END,"
            + " coalesce(s.CANCEL_AT_PERIOD_END and p.PERIOD is not null and not " + ENDED + ", false) as CANCELS"
            + OF_SYSTEM + " left join OKA_SUBSCRIPTION s on s.TENANT_ID = t.ID"
            + " left join OKA_PLAN p on p.REALM_ID = s.REALM_ID and p.TIER = s.TIER" + WHERE;

    private static final String PLAN_CODES = ") x left join OKA_SYNC_MAPPING pm on pm.REALM_ID = :realmId"
            + " and pm.TYPE = 'plan' and pm.INTERNAL_CODE = x.TIER and pm.AGENT_SYSTEM = :system"
            + " where x.TIER is not null order by x.CODE collate \"C\"";

    private static final String BEHIND = " and m.EXTERNAL_CODE collate \"C\" > :after";
    private static final String UP_TO = " and m.EXTERNAL_CODE collate \"C\" <= :upTo";
    private static final String IN_ORDER = " order by m.EXTERNAL_CODE collate \"C\"";

    /** In the order of their codes, at most so many: behind one code, up to another; null is the end. */
    List<LocalEntry> chunk(ComparedEntity entity, String after, @Nullable String upTo, int atMost) {
        String range = BEHIND + (upTo == null ? "" : UP_TO) + IN_ORDER + " limit :atMost";
        Query query = query(entity, range).setParameter("after", after).setParameter("atMost", atMost);
        if (upTo != null) {
            query.setParameter("upTo", upTo);
        }
        return read(entity, query);
    }

    Map<String, LocalEntry> ofCodes(ComparedEntity entity, Collection<String> codes) {
        return read(entity, query(entity, " and m.EXTERNAL_CODE in (:codes)").setParameter("codes", codes)).stream()
                .collect(Collectors.toMap(LocalEntry::externalCode, entry -> entry));
    }

    /** The other system's codes of our plans. */
    Map<String, String> planCodes() {
        return rows(em.createNativeQuery(
                                "select INTERNAL_CODE, EXTERNAL_CODE from OKA_SYNC_MAPPING"
                                        + " where REALM_ID = :realmId and AGENT_SYSTEM = :system and TYPE = 'plan'",
                                Object[].class)
                        .setParameter("realmId", realmId)
                        .setParameter("system", system))
                .stream()
                .collect(Collectors.toMap(row -> (String) row[0], row -> (String) row[1]));
    }

    private Query query(ComparedEntity entity, String range) {
        String text = entity == ComparedEntity.TENANT ? TENANTS + range : SUBSCRIPTIONS + range + PLAN_CODES;
        Query query = em.createNativeQuery(text, Object[].class)
                .setParameter("realmId", realmId)
                .setParameter("system", system)
                .setParameter("entity", entity.wireName());
        if (entity == ComparedEntity.SUBSCRIPTION) {
            query.setParameter("now", now).setParameter("fallback", fallback == null ? "" : fallback);
        }
        return query;
    }

    private static List<LocalEntry> read(ComparedEntity entity, Query query) {
        return rows(query).stream().map(row -> read(entity, row)).toList();
    }

    private static LocalEntry read(ComparedEntity entity, Object[] row) {
        Map<String, JsonNode> values = new TreeMap<>();
        for (int i = 0; i < entity.fields().size(); i++) {
            Object value = row[4 + i];
            if (value != null) {
                values.put(entity.fields().get(i), json(value));
            }
        }
        Long version = row[2] == null ? null : ((Number) row[2]).longValue();
        return new LocalEntry((String) row[0], (String) row[1], version, values, (Boolean) row[3]);
    }

    private static JsonNode json(Object value) {
        if (value instanceof Boolean flag) {
            return BooleanNode.valueOf(flag);
        }
        if (value instanceof Number number) {
            return LongNode.valueOf(number.longValue());
        }
        return TextNode.valueOf((String) value);
    }

    @SuppressWarnings("unchecked")
    private static List<Object[]> rows(Query query) {
        return query.getResultList();
    }
}
