package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Looks how sync goes. Each of these reads an index of what is open, or a small table. */
final class SightRows {

    static final Duration DEGRADED = Duration.ofSeconds(90);
    static final Duration OFFLINE = Duration.ofMinutes(5);

    private static final String ITEMS = "SELECT STATE AS NAME, count(*) AS COUNT FROM OKA_SYNC_ITEM"
            + " WHERE STATE IN ('queued', 'processing', 'retrying', 'parked', 'dead') GROUP BY STATE";

    private static final String OLDEST = "SELECT min(NEXT_ATTEMPT_AT) AS OLDEST FROM OKA_SYNC_ITEM"
            + " WHERE STATE IN ('queued', 'retrying') AND NEXT_ATTEMPT_AT <= ?";

    private static final String BREAKERS = "SELECT coalesce(FORCED, STATE) AS NAME, count(*) AS COUNT"
            + " FROM OKA_SYNC_BREAKER GROUP BY coalesce(FORCED, STATE)";

    private static final String AGENTS = "SELECT CASE WHEN SEEN >= ? THEN 'online' WHEN SEEN >= ? THEN 'degraded'"
            + " ELSE 'offline' END AS NAME, count(*) AS COUNT FROM (SELECT coalesce(LAST_SEEN_AT, CREATED_AT) AS SEEN"
            + " FROM OKA_SYNC_AGENT WHERE REVOKED_AT IS NULL) a GROUP BY 1";

    private static final String DRIFT =
            "SELECT 'open' AS NAME, count(*) AS COUNT FROM OKA_SYNC_DRIFT WHERE STATE = 'open'";

    private static final String ALERTS =
            "SELECT 'firing' AS NAME, count(*) AS COUNT FROM OKA_SYNC_ALERT WHERE STATE = 'firing'";

    private final String items;
    private final String oldest;
    private final String breakers;
    private final String agents;
    private final String drift;
    private final String alerts;

    SightRows(WorkerDatabase database) {
        this.items = database.sql(ITEMS);
        this.oldest = database.sql(OLDEST);
        this.breakers = database.sql(BREAKERS);
        this.agents = database.sql(AGENTS);
        this.drift = database.sql(DRIFT);
        this.alerts = database.sql(ALERTS);
    }

    Sight look(Connection connection, Instant now) throws SQLException {
        return new Sight(
                now,
                counts(new Statement(connection, items)),
                queueAge(connection, now),
                counts(new Statement(connection, breakers)),
                counts(new Statement(connection, agents)
                        .time(now.minus(DEGRADED))
                        .time(now.minus(OFFLINE))),
                counts(new Statement(connection, drift)).getOrDefault("open", 0L),
                counts(new Statement(connection, alerts)).getOrDefault("firing", 0L));
    }

    private Duration queueAge(Connection connection, Instant now) throws SQLException {
        try (Statement statement = new Statement(connection, oldest).time(now)) {
            return statement
                    .query(row -> Optional.ofNullable(Statement.timeOrNull(row, "OLDEST")))
                    .get(0)
                    .map(since -> Duration.between(since, now))
                    .orElse(Duration.ZERO);
        }
    }

    private static Map<String, Long> counts(Statement statement) throws SQLException {
        try (statement) {
            Map<String, Long> counts = new HashMap<>();
            for (Map.Entry<String, Long> count :
                    statement.query(row -> Map.entry(row.getString("NAME"), row.getLong("COUNT")))) {
                counts.put(count.getKey(), count.getValue());
            }
            return counts;
        }
    }
}
