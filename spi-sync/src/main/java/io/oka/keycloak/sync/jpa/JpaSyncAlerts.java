package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.task.AfterCommit;
import io.oka.keycloak.sync.AlertKind;
import io.oka.keycloak.sync.SyncAlert;
import io.oka.keycloak.sync.SyncAlerts;
import io.oka.keycloak.sync.operations.AlertsDueEvent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What operators are, or would be, told of. In PostgreSQL. */
record JpaSyncAlerts(KeycloakSession session, EntityManager em) implements SyncAlerts {

    private static final String SELECT = "select ID, KIND, SUBJECT, STATE, TEXT, " + millis("SINCE") + ", "
            + millis("SENT_AT") + ", " + millis("NEXT_SEND_AT") + ", ATTEMPTS, LAST_ERROR, " + millis("RESOLVED_AT")
            + " from OKA_SYNC_ALERT where REALM_ID = :realmId";

    private static final String NEWEST_FIRST = " order by ID desc";

    /** It holds nothing that could end, so that it has ended already, and each is one of its own. */
    private static final String TEST = "insert into OKA_SYNC_ALERT (ID, REALM_ID, KIND, SUBJECT, STATE, TEXT, SINCE,"
            + " NEXT_SEND_AT, ATTEMPTS, RESOLVED_AT) values (:id, :realmId, 'test', :id, 'resolved', :text, :now, :now, 0,"
            + " :now)";

    @Override
    public List<SyncAlert> list(RealmModel realm, @Nullable Boolean firing, CursorPage page) {
        String state = firing == null ? "" : " and STATE = :state";
        String after = page.after() == null ? "" : " and ID < :after";
        Query query = em.createNativeQuery(SELECT + state + after + NEWEST_FIRST)
                .setParameter("realmId", realm.getId())
                .setMaxResults(page.limit() + 1);
        if (firing != null) {
            query.setParameter("state", firing ? "firing" : "resolved");
        }
        if (page.after() != null) {
            query.setParameter("after", page.after());
        }
        return read(query);
    }

    @Override
    public SyncAlert test(RealmModel realm) {
        List<?> address = em.createNativeQuery(
                        "select 1 from OKA_SYNC_OPTIONS where REALM_ID = :realmId and ALERT_URL is not null")
                .setParameter("realmId", realm.getId())
                .getResultList();
        if (address.isEmpty()) {
            throw new ConflictException("no_alert_url", "Alerts of this realm go nowhere: set alertUrl first");
        }
        String id = Uuid7.next();
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        String text = "This is a test: alerts of sync in realm " + realm.getName() + " arrive here";
        em.createNativeQuery(TEST)
                .setParameter("id", id)
                .setParameter("realmId", realm.getId())
                .setParameter("text", text)
                .setParameter("now", now)
                .executeUpdate();
        // If the process dies before this, the next look finds it.
        AfterCommit.run(session, () -> session.getKeycloakSessionFactory().publish(new AlertsDueEvent()));
        return new SyncAlert(id, AlertKind.TEST, id, false, text, now, null, now, 0, null, now);
    }

    @SuppressWarnings("unchecked")
    private static List<SyncAlert> read(Query query) {
        return ((List<Object[]>) query.getResultList())
                .stream().map(JpaSyncAlerts::alert).toList();
    }

    private static SyncAlert alert(Object[] row) {
        return new SyncAlert(
                (String) row[0],
                AlertKind.ofWireName((String) row[1]),
                (String) row[2],
                row[3].equals("firing"),
                (String) row[4],
                Instant.ofEpochMilli(((Number) row[5]).longValue()),
                time(row[6]),
                time(row[7]),
                ((Number) row[8]).intValue(),
                (String) row[9],
                time(row[10]));
    }

    private static String millis(String column) {
        return "cast(extract(epoch from " + column + ") * 1000 as bigint)";
    }

    private static @Nullable Instant time(@Nullable Object millis) {
        return millis == null ? null : Instant.ofEpochMilli(((Number) millis).longValue());
    }
}
