package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.AlertKind;
import io.oka.keycloak.sync.SyncSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what operators are to be told of, in all realms that are served at once. */
final class AlertConditions {

    private static final String DEAD_LETTERS = "SELECT REALM_ID, AGENT_SYSTEM, count(*) AS COUNT FROM OKA_SYNC_ITEM"
            + " WHERE STATE = 'dead' GROUP BY REALM_ID, AGENT_SYSTEM";

    /** Of each system the first in the index of what waits. */
    private static final String QUEUE_AGE =
            "SELECT s.REALM_ID, s.AGENT_SYSTEM, o.OLDEST FROM (SELECT DISTINCT REALM_ID,"
                    + " AGENT_SYSTEM FROM OKA_SYNC_AGENT) s CROSS JOIN LATERAL (SELECT i.NEXT_ATTEMPT_AT AS OLDEST"
                    + " FROM OKA_SYNC_ITEM i WHERE i.REALM_ID = s.REALM_ID AND i.AGENT_SYSTEM = s.AGENT_SYSTEM"
                    + " AND i.STATE IN ('queued', 'retrying') AND i.NEXT_ATTEMPT_AT <= ? ORDER BY i.NEXT_ATTEMPT_AT LIMIT 1) o";

    private static final String DRIFT = "SELECT REALM_ID, AGENT_SYSTEM, count(*) AS COUNT FROM OKA_SYNC_DRIFT"
            + " WHERE STATE = 'open' GROUP BY REALM_ID, AGENT_SYSTEM";

    private static final String OFFLINE = "SELECT REALM_ID, ID, NAME, AGENT_SYSTEM,"
            + " coalesce(LAST_SEEN_AT, CREATED_AT) AS SEEN FROM OKA_SYNC_AGENT WHERE REVOKED_AT IS NULL"
            + " AND coalesce(LAST_SEEN_AT, CREATED_AT) < ? ORDER BY REALM_ID, ID";

    /** One that is half open may open again at once: it is over when it is closed. */
    private static final String BREAKERS = "SELECT REALM_ID, AGENT_SYSTEM, FORCED IS NOT NULL AS HELD, LAST_ERROR"
            + " FROM OKA_SYNC_BREAKER WHERE coalesce(FORCED, STATE) <> 'closed'";

    private final SettingsLook settings;
    private final ServedRealms realms;
    private final String deadLetters;
    private final String queueAge;
    private final String drift;
    private final String offline;
    private final String breakers;

    /** Something that holds now. */
    record Condition(String realmId, AlertKind kind, String subject, String text) {}

    AlertConditions(WorkerDatabase database, SettingsLook settings) {
        this.settings = settings;
        this.realms = new ServedRealms(database);
        this.deadLetters = database.sql(DEAD_LETTERS);
        this.queueAge = database.sql(QUEUE_AGE);
        this.drift = database.sql(DRIFT);
        this.offline = database.sql(OFFLINE);
        this.breakers = database.sql(BREAKERS);
    }

    List<Condition> find(Connection connection, Instant now) throws SQLException {
        List<Condition> found = new ArrayList<>();
        for (Count row : counts(connection, deadLetters)) {
            int threshold = alerts(connection, row.realmId()).deadLetters();
            if (threshold > 0 && row.count() >= threshold) {
                found.add(row.is(AlertKind.DEAD_LETTERS, AlertTexts.deadLetters(row.system(), row.count(), threshold)));
            }
        }
        for (Count row : counts(connection, drift)) {
            int threshold = alerts(connection, row.realmId()).driftOpen();
            if (threshold > 0 && row.count() >= threshold) {
                found.add(row.is(AlertKind.DRIFT, AlertTexts.drift(row.system(), row.count(), threshold)));
            }
        }
        queueAges(connection, now, found);
        offline(connection, now, found);
        breakers(connection, found);
        Set<String> served = realms.ids(connection);
        found.removeIf(one -> !served.contains(one.realmId()));
        return found;
    }

    private void queueAges(Connection connection, Instant now, List<Condition> found) throws SQLException {
        try (Statement statement = new Statement(connection, queueAge).time(now)) {
            for (Count row : statement.query(row -> new Count(
                    row.getString("REALM_ID"),
                    row.getString("AGENT_SYSTEM"),
                    Duration.between(Statement.time(row, "OLDEST"), now).toSeconds()))) {
                int threshold = alerts(connection, row.realmId()).queueAgeSeconds();
                if (threshold > 0 && row.count() >= threshold) {
                    found.add(row.is(
                            AlertKind.QUEUE_AGE,
                            AlertTexts.queueAge(row.system(), Duration.ofSeconds(row.count()), threshold)));
                }
            }
        }
    }

    private void offline(Connection connection, Instant now, List<Condition> found) throws SQLException {
        try (Statement statement = new Statement(connection, offline).time(now.minus(SightRows.OFFLINE))) {
            for (Condition row : statement.query(row -> new Condition(
                    row.getString("REALM_ID"),
                    AlertKind.AGENT_OFFLINE,
                    row.getString("ID"),
                    AlertTexts.agentOffline(
                            row.getString("NAME"), row.getString("AGENT_SYSTEM"), Statement.time(row, "SEEN"))))) {
                if (alerts(connection, row.realmId()).agentOffline()) {
                    found.add(row);
                }
            }
        }
    }

    private void breakers(Connection connection, List<Condition> found) throws SQLException {
        try (Statement statement = new Statement(connection, breakers)) {
            for (Condition row : statement.query(row -> new Condition(
                    row.getString("REALM_ID"),
                    AlertKind.BREAKER_OPEN,
                    row.getString("AGENT_SYSTEM"),
                    AlertTexts.breakerOpen(
                            row.getString("AGENT_SYSTEM"), row.getBoolean("HELD"), row.getString("LAST_ERROR"))))) {
                if (alerts(connection, row.realmId()).breakerOpen()) {
                    found.add(row);
                }
            }
        }
    }

    private SyncSettings.Alerts alerts(Connection connection, String realmId) throws SQLException {
        return settings.of(connection, realmId).alerts();
    }

    private static List<Count> counts(Connection connection, String sql) throws SQLException {
        try (Statement statement = new Statement(connection, sql)) {
            return statement.query(
                    row -> new Count(row.getString("REALM_ID"), row.getString("AGENT_SYSTEM"), row.getLong("COUNT")));
        }
    }

    private record Count(String realmId, String system, long count) {

        Condition is(AlertKind kind, String text) {
            return new Condition(realmId, kind, system, text);
        }
    }
}
