package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.AlertKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The alerts of all realms: one row for each thing for as long as it holds, and what is still to be said of it. */
final class AlertRows {

    /** Longer than a message can take. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final int AT_ONCE = 50;
    private static final int MOST_ATTEMPTS = 10;

    private static final String FIRING =
            "SELECT ID, REALM_ID, KIND, SUBJECT, TEXT, SENT_AT, NEXT_SEND_AT FROM OKA_SYNC_ALERT WHERE STATE = 'firing'";

    private static final String INSERT = "INSERT INTO OKA_SYNC_ALERT (ID, REALM_ID, KIND, SUBJECT, STATE, TEXT, SINCE,"
            + " NEXT_SEND_AT, ATTEMPTS) SELECT n.ID, n.REALM_ID, n.KIND, n.SUBJECT, 'firing', n.TEXT,"
            + " CAST(? AS TIMESTAMP WITH TIME ZONE), n.NEXT, 0"
            + " FROM unnest(?, ?, ?, ?, ?, ?) AS n (ID, REALM_ID, KIND, SUBJECT, TEXT, NEXT)"
            + " ON CONFLICT (REALM_ID, KIND, SUBJECT) WHERE STATE = 'firing' DO NOTHING";

    private static final String RENAME = "UPDATE OKA_SYNC_ALERT a SET TEXT = n.TEXT FROM unnest(?, ?) AS n (ID, TEXT)"
            + " WHERE a.ID = n.ID AND a.STATE = 'firing'";

    private static final String REPEAT = "UPDATE OKA_SYNC_ALERT SET NEXT_SEND_AT = ?, ATTEMPTS = 0"
            + " WHERE ID = ANY (?) AND STATE = 'firing' AND NEXT_SEND_AT IS NULL";

    /** Of what nobody was told there is no end to tell of. */
    private static final String RESOLVE = "UPDATE OKA_SYNC_ALERT SET STATE = 'resolved', RESOLVED_AT = t.CLOCK,"
            + " ATTEMPTS = 0, NEXT_SEND_AT = CASE WHEN SENT_AT IS NULL THEN NULL ELSE t.CLOCK END"
            + " FROM (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) t WHERE ID = ANY (?) AND STATE = 'firing'";

    /** All of one realm that is due, so that it is one message. */
    private static final String CLAIM = "UPDATE OKA_SYNC_ALERT SET LEASE_UNTIL = ? WHERE ID IN (SELECT a.ID"
            + " FROM OKA_SYNC_ALERT a WHERE a.REALM_ID = (SELECT f.REALM_ID FROM OKA_SYNC_ALERT f"
            + " WHERE f.NEXT_SEND_AT <= ? AND (f.LEASE_UNTIL IS NULL OR f.LEASE_UNTIL < ?) ORDER BY f.NEXT_SEND_AT LIMIT 1)"
            + " AND a.NEXT_SEND_AT <= ? AND (a.LEASE_UNTIL IS NULL OR a.LEASE_UNTIL < ?) ORDER BY a.NEXT_SEND_AT, a.ID"
            + " LIMIT " + AT_ONCE + " FOR UPDATE SKIP LOCKED) RETURNING ID, REALM_ID, KIND, STATE, TEXT, SINCE";

    /** What has ended while it was told has its end told next. */
    private static final String SENT = "UPDATE OKA_SYNC_ALERT a SET SENT_AT = t.CLOCK, ATTEMPTS = 0, LAST_ERROR = NULL,"
            + " LEASE_UNTIL = NULL, NEXT_SEND_AT = CASE WHEN a.STATE = n.STATE THEN NULL ELSE t.CLOCK END"
            + " FROM unnest(?, ?) AS n (ID, STATE) CROSS JOIN (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) t"
            + " WHERE a.ID = n.ID AND a.LEASE_UNTIL = ?";

    /** What still holds is tried for as long as it does, ever more rarely; what is over only so often; a test once. */
    private static final String FAILED = "UPDATE OKA_SYNC_ALERT a SET ATTEMPTS = a.ATTEMPTS + 1, LAST_ERROR = ?,"
            + " LEASE_UNTIL = NULL, NEXT_SEND_AT = CASE WHEN a.KIND = 'test'"
            + " OR (a.STATE = 'resolved' AND a.ATTEMPTS + 1 >= " + MOST_ATTEMPTS + ") THEN NULL"
            + " ELSE t.CLOCK + LEAST(600, 30 * power(2, LEAST(a.ATTEMPTS, 6))) * interval '1 second' END"
            + " FROM (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) t WHERE a.ID = ANY (?) AND a.LEASE_UNTIL = ?";

    /** Alerts of this realm go nowhere any more. */
    private static final String DROP = "UPDATE OKA_SYNC_ALERT SET NEXT_SEND_AT = NULL, LEASE_UNTIL = NULL"
            + " WHERE ID = ANY (?) AND LEASE_UNTIL = ?";

    private final Map<String, String> named = new HashMap<>();

    private record Key(String realmId, AlertKind kind, String subject) {}

    private record Firing(
            String id,
            Key key,
            String text,
            @Nullable Instant sentAt,
            @Nullable Instant nextSendAt) {}

    /** Alerts of a realm that are to be told, on lease until then. */
    record Claim(String realmId, Instant leaseUntil, List<Due> alerts) {}

    /** One of them, as it is told. */
    record Due(String id, AlertKind kind, boolean firing, String text, Instant since) {

        String state() {
            return firing ? "firing" : "resolved";
        }
    }

    AlertRows(WorkerDatabase database) {
        List.of(FIRING, INSERT, RENAME, REPEAT, RESOLVE, CLAIM, SENT, FAILED, DROP)
                .forEach(sql -> named.put(sql, database.sql(sql)));
    }

    /** How the realms that want to be told want it: how long until what still holds is told again. */
    interface Listening {

        /** Null for a realm whose alerts go nowhere. */
        @Nullable
        Duration repeat(String realmId);
    }

    /**
     * Begins, goes on with and ends alerts, so that they are what holds now. Only one node at a time may do so.
     *
     * @param held what holds now
     */
    void settle(Connection connection, Instant now, List<AlertConditions.Condition> held, Listening listening)
            throws SQLException {
        Map<Key, AlertConditions.Condition> missing = new HashMap<>();
        held.forEach(one -> missing.put(new Key(one.realmId(), one.kind(), one.subject()), one));
        List<String> over = new ArrayList<>();
        List<String> again = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        for (Firing one : firing(connection)) {
            AlertConditions.Condition still = missing.remove(one.key());
            if (still == null) {
                over.add(one.id());
                continue;
            }
            if (!still.text().equals(one.text())) {
                texts.put(one.id(), still.text());
            }
            Duration repeat = listening.repeat(one.key().realmId());
            boolean silent = one.sentAt() == null
                    || (repeat != null && !one.sentAt().plus(repeat).isAfter(now));
            if (repeat != null && one.nextSendAt() == null && silent) {
                again.add(one.id());
            }
        }
        insert(connection, now, missing.values(), listening);
        rename(connection, texts);
        update(REPEAT, connection, now, again);
        update(RESOLVE, connection, now, over);
    }

    /** Null if there is nothing to tell. */
    @Nullable
    Claim claim(Connection connection, Instant now) throws SQLException {
        // As exact as the database keeps it, since it is what tells this claim from a later one.
        Instant leaseUntil = now.plus(LEASE).truncatedTo(ChronoUnit.MICROS);
        String[] realmId = {""};
        try (Statement statement = of(connection, CLAIM)
                .time(leaseUntil)
                .time(now)
                .time(now)
                .time(now)
                .time(now)) {
            List<Due> alerts = statement.query(row -> {
                realmId[0] = row.getString("REALM_ID");
                return due(row);
            });
            return alerts.isEmpty() ? null : new Claim(realmId[0], leaseUntil, alerts);
        }
    }

    void sent(Connection connection, Instant now, Claim claim) throws SQLException {
        try (Statement statement = of(connection, SENT)
                .texts(claim.alerts(), Due::id)
                .texts(claim.alerts(), Due::state)
                .time(now)
                .time(claim.leaseUntil())) {
            statement.update();
        }
    }

    void failed(Connection connection, Instant now, Claim claim, String error) throws SQLException {
        try (Statement statement = of(connection, FAILED)
                .text(error)
                .time(now)
                .texts(claim.alerts(), Due::id)
                .time(claim.leaseUntil())) {
            statement.update();
        }
    }

    void drop(Connection connection, Claim claim) throws SQLException {
        try (Statement statement =
                of(connection, DROP).texts(claim.alerts(), Due::id).time(claim.leaseUntil())) {
            statement.update();
        }
    }

    private List<Firing> firing(Connection connection) throws SQLException {
        try (Statement statement = of(connection, FIRING)) {
            return statement.query(row -> new Firing(
                    row.getString("ID"),
                    new Key(
                            row.getString("REALM_ID"),
                            AlertKind.ofWireName(row.getString("KIND")),
                            row.getString("SUBJECT")),
                    row.getString("TEXT"),
                    Statement.timeOrNull(row, "SENT_AT"),
                    Statement.timeOrNull(row, "NEXT_SEND_AT")));
        }
    }

    private void insert(
            Connection connection, Instant now, Collection<AlertConditions.Condition> begun, Listening listening)
            throws SQLException {
        if (begun.isEmpty()) {
            return;
        }
        try (Statement statement = of(connection, INSERT)
                .time(now)
                .texts(begun, one -> Uuid7.next())
                .texts(begun, AlertConditions.Condition::realmId)
                .texts(begun, one -> one.kind().wireName())
                .texts(begun, AlertConditions.Condition::subject)
                .texts(begun, AlertConditions.Condition::text)
                .times(begun, one -> listening.repeat(one.realmId()) == null ? null : now)) {
            statement.update();
        }
    }

    private void rename(Connection connection, Map<String, String> texts) throws SQLException {
        if (texts.isEmpty()) {
            return;
        }
        Set<Map.Entry<String, String>> rows = texts.entrySet();
        try (Statement statement =
                of(connection, RENAME).texts(rows, Map.Entry::getKey).texts(rows, Map.Entry::getValue)) {
            statement.update();
        }
    }

    private void update(String sql, Connection connection, Instant now, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (Statement statement = of(connection, sql).time(now).texts(ids, id -> id)) {
            statement.update();
        }
    }

    private Statement of(Connection connection, String sql) throws SQLException {
        return new Statement(connection, named.getOrDefault(sql, sql));
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                row.getString("ID"),
                AlertKind.ofWireName(row.getString("KIND")),
                row.getString("STATE").equals("firing"),
                row.getString("TEXT"),
                Statement.time(row, "SINCE"));
    }
}
