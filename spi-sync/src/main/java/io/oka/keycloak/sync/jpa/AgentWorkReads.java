package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.AgentWork;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what there is for an agent to know or do. */
final class AgentWorkReads {

    private static final String OF_SYSTEM = " where REALM_ID = :realmId and AGENT_SYSTEM = :system";

    private AgentWorkReads() {}

    static AgentWork of(EntityManager em, Agent agent) {
        return new AgentWork(
                breaker(em, agent),
                reconciliations(em, agent),
                items(em, agent, "STATE in ('queued', 'processing', 'retrying')"),
                items(em, agent, "STATE = 'parked'"),
                items(em, agent, "STATE = 'dead'"));
    }

    /** What an operator holds it at goes before what it came to by itself. */
    private static String breaker(EntityManager em, Agent agent) {
        List<?> found = ofSystem(em, "select coalesce(FORCED, STATE) from OKA_SYNC_BREAKER" + OF_SYSTEM, agent)
                .getResultList();
        return found.isEmpty() ? "closed" : String.valueOf(found.get(0));
    }

    private static List<AgentWork.WantedReconciliation> reconciliations(EntityManager em, Agent agent) {
        @SuppressWarnings("unchecked")
        List<Object[]> found = ofSystem(
                        em,
                        "select ID, STATE, ENTITIES, FIELDS from OKA_SYNC_RECONCILIATION" + OF_SYSTEM
                                + " and STATE in ('waiting', 'comparing') order by ID",
                        agent)
                .getResultList();
        return found.stream()
                .map(row -> new AgentWork.WantedReconciliation(
                        String.valueOf(row[0]),
                        String.valueOf(row[1]),
                        Arrays.stream(String.valueOf(row[2]).split(","))
                                .map(String::strip)
                                .toList(),
                        json(String.valueOf(row[3]))))
                .toList();
    }

    private static long items(EntityManager em, Agent agent, String condition) {
        Object count = ofSystem(
                        em,
                        "select count(*) from (select 1 from OKA_SYNC_ITEM" + OF_SYSTEM + " and " + condition
                                + " limit :most) as COUNTED",
                        agent)
                .setParameter("most", AgentWork.MOST_COUNTED)
                .getSingleResult();
        return ((Number) count).longValue();
    }

    private static Query ofSystem(EntityManager em, String sql, Agent agent) {
        return em.createNativeQuery(sql)
                .setParameter("realmId", agent.realmId())
                .setParameter("system", agent.system());
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A reconciliation's fields are damaged", e);
        }
    }
}
