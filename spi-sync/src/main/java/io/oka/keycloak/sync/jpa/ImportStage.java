package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.sync.MappingImport;
import io.oka.keycloak.sync.MappingImports;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where lines wait in the database until all of them are there, so that they need not wait in memory: a table of this
 * transaction's own, which ends with it. Nothing that others use is held while lines come in.
 */
record ImportStage(EntityManager em, String realmId) {

    private static final String OPEN = "create temporary table OKA_SYNC_STAGE (LINE bigint, AGENT_SYSTEM varchar(63),"
            + " TYPE varchar(16), EXTERNAL_CODE varchar(255), INTERNAL_CODE varchar(255), MAPPING_ID varchar(36),"
            + " CHANGE_ID varchar(36), PREVIOUS varchar(255)) on commit drop";

    private static final String ADD = "insert into OKA_SYNC_STAGE (LINE, AGENT_SYSTEM, TYPE, EXTERNAL_CODE,"
            + " INTERNAL_CODE, MAPPING_ID, CHANGE_ID) select r.l, r.s, r.t, r.e, r.i, r.m, r.c"
            + " from json_to_recordset(cast(:rows as json)) as r(l bigint, s varchar, t varchar, e varchar, i varchar,"
            + " m varchar, c varchar)";

    private static final String KNOWN = " left join OKA_SYNC_MAPPING k on k.REALM_ID = :realmId"
            + " and k.AGENT_SYSTEM = s.AGENT_SYSTEM and k.TYPE = s.TYPE and k.EXTERNAL_CODE = s.EXTERNAL_CODE";

    /**
     * What one line alone cannot tell. Whether one of ours is taken goes by how things will stand: a code that another line
     * moves away from it leaves it free.
     */
    private static final String CONFLICTS = "with checked as (select s.LINE, s.INTERNAL_CODE,"
            + " min(s.LINE) over (partition by s.AGENT_SYSTEM, s.TYPE, s.EXTERNAL_CODE) as FIRST_EXTERNAL,"
            + " min(s.LINE) over (partition by s.AGENT_SYSTEM, s.TYPE, s.INTERNAL_CODE) as FIRST_INTERNAL,"
            + " k.INTERNAL_CODE as MEANS, h.EXTERNAL_CODE as TAKEN_BY from OKA_SYNC_STAGE s" + KNOWN
            + " left join OKA_SYNC_MAPPING h on h.REALM_ID = :realmId and h.AGENT_SYSTEM = s.AGENT_SYSTEM"
            + " and h.TYPE = s.TYPE and h.INTERNAL_CODE = s.INTERNAL_CODE and h.EXTERNAL_CODE <> s.EXTERNAL_CODE"
            + " and (:creates or not exists (select 1 from OKA_SYNC_STAGE o where o.AGENT_SYSTEM = h.AGENT_SYSTEM"
            + " and o.TYPE = h.TYPE and o.EXTERNAL_CODE = h.EXTERNAL_CODE)))"
            + " select LINE as \"LINE\", FIRST_EXTERNAL as \"FIRST_EXTERNAL\", FIRST_INTERNAL as \"FIRST_INTERNAL\","
            + " :creates and MEANS <> INTERNAL_CODE as \"MEANS_OTHER\","
            + " TAKEN_BY is not null as \"TAKEN\", count(*) over () as \"ALL_LINES\" from checked"
            + " where FIRST_EXTERNAL < LINE or FIRST_INTERNAL < LINE or (:creates and MEANS <> INTERNAL_CODE)"
            + " or TAKEN_BY is not null order by LINE limit " + MappingImport.MOST_ERRORS;

    private static final String COUNTS = "select count(*) as \"LINES\", count(k.ID) as \"KNOWN\","
            + " count(*) filter (where k.INTERNAL_CODE <> s.INTERNAL_CODE) as \"CHANGED\" from OKA_SYNC_STAGE s"
            + KNOWN;

    /** What is counted so far: created, changed, unchanged. */
    record Counts(int created, int changed, int unchanged) {}

    void open() {
        em.createNativeQuery(OPEN).executeUpdate();
    }

    void add(List<MappingImports.Readable> lines) {
        List<Map<String, Object>> rows = new ArrayList<>(lines.size());
        for (MappingImports.Readable line : lines) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("l", line.number());
            row.put("s", line.code().system());
            row.put("t", line.code().type().wireName());
            row.put("e", line.code().externalCode());
            row.put("i", line.code().internalCode());
            row.put("m", Uuid7.next());
            row.put("c", Uuid7.next());
            rows.add(row);
        }
        em.createNativeQuery(ADD).setParameter("rows", Json.writeText(rows)).executeUpdate();
    }

    /** All lines are there: tells the database how many, so that it does not take them for a few. */
    void complete() {
        em.createNativeQuery("analyze OKA_SYNC_STAGE").executeUpdate();
    }

    void conflicts(MappingImports.Mode mode, ImportRefusals refusals) {
        List<MappingImport.Refusal> first = new ArrayList<>();
        long count = 0;
        for (Tuple row : rows(em.createNativeQuery(CONFLICTS, Tuple.class)
                .setParameter("realmId", realmId)
                .setParameter("creates", mode == MappingImports.Mode.CREATE))) {
            first.add(refusal(row));
            count = number(row, "ALL_LINES");
        }
        refusals.addAll(first, count);
    }

    Counts counts() {
        Tuple row = rows(em.createNativeQuery(COUNTS, Tuple.class).setParameter("realmId", realmId))
                .get(0);
        long lines = number(row, "LINES");
        long known = number(row, "KNOWN");
        long changed = number(row, "CHANGED");
        return new Counts(Math.toIntExact(lines - known), Math.toIntExact(changed), Math.toIntExact(known - changed));
    }

    private static MappingImport.Refusal refusal(Tuple row) {
        long line = number(row, "LINE");
        String external = duplicate(line, number(row, "FIRST_EXTERNAL"));
        if (external == null && Boolean.TRUE.equals(row.get("MEANS_OTHER"))) {
            external = "is mapped to something else";
        }
        if (external != null) {
            return new MappingImport.Refusal(line, "externalCode", external);
        }
        String internal = duplicate(line, number(row, "FIRST_INTERNAL"));
        return new MappingImport.Refusal(
                line, "internalCode", internal == null ? "is what another code of this system means" : internal);
    }

    private static @Nullable String duplicate(long line, long first) {
        return first < line ? "stands in line " + first + " already" : null;
    }

    private static long number(Tuple row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
