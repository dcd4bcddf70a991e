package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.sync.BreakerState;
import io.oka.keycloak.sync.Breakers;
import io.oka.keycloak.sync.SystemBreaker;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Whether items of a system are applied at all at the moment. In PostgreSQL. */
record JpaBreakers(KeycloakSession session, EntityManager em) implements Breakers {

    /** A system is there as soon as an agent of it is; its breaker's row only once something has failed. */
    private static final String SYSTEMS = "(select AGENT_SYSTEM from OKA_SYNC_AGENT where REALM_ID = :realmId"
            + " union select AGENT_SYSTEM from OKA_SYNC_BREAKER where REALM_ID = :realmId)";

    private static final String SELECT = "select s.AGENT_SYSTEM, coalesce(b.STATE, 'closed'), b.FORCED,"
            + " coalesce(b.FAILURES, 0), length(replace(cast(cast(coalesce(b.OUTCOMES, 0) as bit(64)) as text), '0', '')),"
            + " coalesce(b.TRIPS, 0), " + millis("OPENED_AT") + ", " + millis("OPEN_UNTIL") + ", b.LAST_ERROR,"
            + " b.PROBE_ITEM_ID, " + millis("UPDATED_AT") + " from " + SYSTEMS + " s left join OKA_SYNC_BREAKER b"
            + " on b.REALM_ID = :realmId and b.AGENT_SYSTEM = s.AGENT_SYSTEM";

    private static final String HOLD = "insert into OKA_SYNC_BREAKER (REALM_ID, AGENT_SYSTEM, STATE, FORCED, FAILURES,"
            + " OUTCOMES, TRIPS, UPDATED_AT) values (:realmId, :agentSystem, 'closed', :to, 0, 0, 0, :now)"
            + " on conflict (REALM_ID, AGENT_SYSTEM) do update set FORCED = :to, UPDATED_AT = :now";

    /** It begins anew: what happened before it was held says little of now. */
    private static final String LET_GO = "update OKA_SYNC_BREAKER set FORCED = null, STATE = 'closed', FAILURES = 0,"
            + " OUTCOMES = 0, TRIPS = 0, OPENED_AT = null, OPEN_UNTIL = null, PROBE_ITEM_ID = null, UPDATED_AT = :now"
            + " where REALM_ID = :realmId and AGENT_SYSTEM = :agentSystem";

    @Override
    public List<SystemBreaker> list(RealmModel realm, Page page) {
        return read(query(SELECT + " order by s.AGENT_SYSTEM", realm)
                .setFirstResult(page.first())
                .setMaxResults(page.max()));
    }

    @Override
    public long count(RealmModel realm) {
        return ((Number) query("select count(*) from " + SYSTEMS + " s", realm).getSingleResult()).longValue();
    }

    @Override
    public @Nullable SystemBreaker get(RealmModel realm, String agentSystem) {
        return read(query(SELECT + " where s.AGENT_SYSTEM = :agentSystem", realm)
                        .setParameter("agentSystem", agentSystem))
                .stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable SystemBreaker force(RealmModel realm, String agentSystem, @Nullable BreakerState to) {
        if (get(realm, agentSystem) == null) {
            return null;
        }
        LockTimeout.set(em);
        Query change = query(to == null ? LET_GO : HOLD, realm)
                .setParameter("agentSystem", agentSystem)
                .setParameter("now", Instant.ofEpochMilli(Time.currentTimeMillis()));
        if (to != null) {
            change.setParameter("to", to.wireName());
        }
        change.executeUpdate();
        String state = to == null ? "auto" : to.wireName();
        Changes.publish(
                session,
                realm,
                new Change(
                        "sync.breaker_forced",
                        null,
                        Map.of("agentSystem", agentSystem, "state", state),
                        new Change.AdminAction(
                                OperationType.ACTION, "OKA_SYNC_BREAKER", "sync/breakers/" + agentSystem)));
        return get(realm, agentSystem);
    }

    private Query query(String sql, RealmModel realm) {
        return em.createNativeQuery(sql).setParameter("realmId", realm.getId());
    }

    @SuppressWarnings("unchecked")
    private static List<SystemBreaker> read(Query query) {
        return ((List<Object[]>) query.getResultList())
                .stream().map(JpaBreakers::breaker).toList();
    }

    private static SystemBreaker breaker(Object[] row) {
        String forced = (String) row[2];
        return new SystemBreaker(
                (String) row[0],
                BreakerState.ofWireName((String) row[1]),
                forced == null ? null : BreakerState.ofWireName(forced),
                ((Number) row[3]).intValue(),
                ((Number) row[4]).intValue(),
                ((Number) row[5]).intValue(),
                time(row[6]),
                time(row[7]),
                (String) row[8],
                (String) row[9],
                time(row[10]));
    }

    private static String millis(String column) {
        return "cast(extract(epoch from b." + column + ") * 1000 as bigint)";
    }

    private static @Nullable Instant time(@Nullable Object millis) {
        return millis == null ? null : Instant.ofEpochMilli(((Number) millis).longValue());
    }
}
