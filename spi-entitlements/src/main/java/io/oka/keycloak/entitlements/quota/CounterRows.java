package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counters, as they are stored. */
final class CounterRows {

    /** One by one through the primary key, whatever the planner knows of the table: LIMIT leaves it no other way. */
    static final String ONE_BY_ONE = " CROSS JOIN LATERAL (SELECT c.* FROM OKA_QUOTA_COUNTER c WHERE c.REALM_ID = %s"
            + " AND c.TENANT_ID = %s AND c.LEVEL = k.LEVEL AND c.SUBJECT = k.SUBJECT AND c.PERIOD = k.PERIOD"
            + " AND c.WINDOW_START = k.WINDOW_START LIMIT 1) c";

    private static final String LOAD = "SELECT c.* FROM unnest(?, ?, ?, ?) AS k (LEVEL, SUBJECT, PERIOD, WINDOW_START)"
            + ONE_BY_ONE.formatted("?", "?");
    /** Differences, so that no count is ever written over by a stale one. */
    private static final String WRITE =
            "INSERT INTO OKA_QUOTA_COUNTER AS c (REALM_ID, TENANT_ID, LEVEL, SUBJECT, PERIOD,"
                    + " WINDOW_START, USED, RESERVED, TOLD) SELECT ?, ?, k.* FROM unnest(?, ?, ?, ?, ?, ?, ?)"
                    + " AS k (LEVEL, SUBJECT, PERIOD, WINDOW_START, USED, RESERVED, TOLD)"
                    + " ON CONFLICT (REALM_ID, TENANT_ID, LEVEL, SUBJECT, PERIOD, WINDOW_START) DO UPDATE SET"
                    + " USED = c.USED + EXCLUDED.USED, RESERVED = c.RESERVED + EXCLUDED.RESERVED,"
                    + " TOLD = GREATEST(c.TOLD, EXCLUDED.TOLD)";

    private final String load;
    private final String write;

    CounterRows(OwnConnections connections) {
        this.load = connections.sql(LOAD);
        this.write = connections.sql(WRITE);
    }

    /** How these stand; those that nothing was counted in yet at zero. */
    Map<Counter, Count> load(Connection connection, Account account, Collection<Counter> counters) throws SQLException {
        Map<Counter, Count> found = new LinkedHashMap<>();
        counters.forEach(counter -> found.put(counter, Count.ZERO));
        if (counters.isEmpty()) {
            return found;
        }
        try (Statement statement = keys(new Statement(connection, load), counters)
                .text(account.realmId())
                .text(account.tenantId())) {
            statement
                    .query(row -> Map.entry(counter(row), count(row)))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }

    void write(Connection connection, Account account, Map<Counter, Ledger.Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Collection<Ledger.Change> values = changes.values();
        try (Statement statement = keys(
                        new Statement(connection, write).text(account.realmId()).text(account.tenantId()),
                        changes.keySet())
                .numbers(values, change -> change.now().used() - change.before().used())
                .numbers(
                        values,
                        change -> change.now().reserved() - change.before().reserved())
                .numbers(values, change -> (long) change.now().told())) {
            statement.update();
        }
    }

    static Statement keys(Statement statement, Collection<Counter> counters) throws SQLException {
        return statement
                .texts(counters, counter -> counter.level().wireName())
                .texts(counters, Counter::subject)
                .texts(counters, counter -> counter.window().wireName())
                .times(counters, Counter::start);
    }

    static Counter counter(ResultSet row) throws SQLException {
        return new Counter(
                QuotaAnswer.Level.ofWireName(row.getString("LEVEL")),
                row.getString("SUBJECT"),
                QuotaWindow.ofWireName(row.getString("PERIOD")),
                Statement.time(row, "WINDOW_START"));
    }

    static Count count(ResultSet row) throws SQLException {
        return new Count(row.getLong("USED"), row.getLong("RESERVED"), row.getInt("TOLD"));
    }
}
