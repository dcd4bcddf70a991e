package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.webhooks.SealedSecrets;
import io.oka.keycloak.webhooks.WebhookFormat;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** The leases of deliveries. */
final class ClaimRows {

    /** Longer than an attempt with all around it can take. */
    static final Duration LEASE = Duration.ofSeconds(45);

    private static final int REAPED_AT_ONCE = 500;

    /** The endpoints for which something waits, found in the index one by one: it never reads all that waits for one. */
    private static final String WAITING = "waiting (ENDPOINT_ID) AS ("
            + "(SELECT d.ENDPOINT_ID FROM OKA_WEBHOOK_DELIVERY d WHERE d.STATE IN ('pending', 'retrying')"
            + " ORDER BY d.ENDPOINT_ID LIMIT 1)"
            + " UNION ALL SELECT (SELECT d.ENDPOINT_ID FROM OKA_WEBHOOK_DELIVERY d WHERE d.STATE IN ('pending', 'retrying')"
            + " AND d.ENDPOINT_ID > w.ENDPOINT_ID ORDER BY d.ENDPOINT_ID LIMIT 1)"
            + " FROM waiting w WHERE w.ENDPOINT_ID IS NOT NULL)";

    private static final String TAKES_SOMETHING = "e.ACTIVE AND e.DELETED_AT IS NULL AND e.PAUSED_AT IS NULL"
            + " AND (e.OPEN_UNTIL IS NULL OR e.OPEN_UNTIL <= t.CLOCK)";

    /** At an endpoint: one message where order counts or the last one failed, else four. */
    private static final String SIDE_BY_SIDE = "CASE WHEN e.ORDERED OR e.CONSECUTIVE_FAILURES > 0 THEN 1 ELSE 4 END";

    /** Messages of a rate that may go together: one, and of a high rate a tenth of a second's. */
    private static final String TOGETHER = "GREATEST(1, e.RATE_PER_SECOND / 10)";

    /** So many may go now: each pushes the time at which the rate is used up by its share of a second. */
    private static final String RATE_LEAVES = "CASE WHEN e.RATE_PER_SECOND IS NULL THEN 4 ELSE floor(" + TOGETHER
            + " - EXTRACT(EPOCH FROM GREATEST(COALESCE(e.RATE_FREE_AT, t.CLOCK), t.CLOCK) - t.CLOCK) * e.RATE_PER_SECOND"
            + " + 0.001) END";

    /**
     * Takes one of each endpoint, then a second of each, and so on: however much waits for one, the others have their turn.
     * Of an endpoint that keeps to the order nothing but its first open delivery: while that waits for its next attempt, so
     * do those behind it.
     */
    private static final String CLAIM = "WITH RECURSIVE t AS (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK), "
            + WAITING + ", ready AS MATERIALIZED (SELECT e.ID, e.ORDERED, CAST(GREATEST(0, LEAST(" + SIDE_BY_SIDE
            + " - (SELECT count(*) FROM OKA_WEBHOOK_DELIVERY f WHERE f.ENDPOINT_ID = e.ID AND f.STATE = 'leased'), "
            + RATE_LEAVES + ")) AS BIGINT) AS ROOM"
            + " FROM waiting w JOIN OKA_WEBHOOK_ENDPOINT e ON e.ID = w.ENDPOINT_ID CROSS JOIN t WHERE "
            + TAKES_SOMETHING
            + " AND (e.CONSECUTIVE_FAILURES = 0 OR ?)),"
            + " chosen AS MATERIALIZED (SELECT c.ID, row_number() OVER (PARTITION BY r.ID ORDER BY c.NEXT_ATTEMPT_AT, c.ID)"
            + " AS TURN, c.NEXT_ATTEMPT_AT FROM ready r CROSS JOIN t CROSS JOIN LATERAL ("
            + "(SELECT d.ID, d.NEXT_ATTEMPT_AT FROM OKA_WEBHOOK_DELIVERY d WHERE NOT r.ORDERED AND d.ENDPOINT_ID = r.ID"
            + " AND d.STATE IN ('pending', 'retrying') AND d.NEXT_ATTEMPT_AT <= t.CLOCK"
            + " ORDER BY d.NEXT_ATTEMPT_AT, d.ID LIMIT r.ROOM)"
            + " UNION ALL (SELECT h.ID, h.NEXT_ATTEMPT_AT FROM (SELECT d.ID, d.STATE, d.NEXT_ATTEMPT_AT"
            + " FROM OKA_WEBHOOK_DELIVERY d WHERE r.ORDERED AND r.ROOM > 0 AND d.ENDPOINT_ID = r.ID"
            + " AND d.STATE IN ('pending', 'leased', 'retrying', 'held') ORDER BY d.ID LIMIT 1) h"
            + " WHERE h.STATE IN ('pending', 'retrying') AND h.NEXT_ATTEMPT_AT <= t.CLOCK)) c"
            + " ORDER BY TURN, c.NEXT_ATTEMPT_AT LIMIT ?),"
            + " taken AS MATERIALIZED (SELECT d.ID FROM OKA_WEBHOOK_DELIVERY d WHERE d.ID IN (SELECT ID FROM chosen)"
            + " AND d.STATE IN ('pending', 'retrying') FOR UPDATE SKIP LOCKED)"
            + " UPDATE OKA_WEBHOOK_DELIVERY d SET STATE = 'leased', LEASE_OWNER = ?, LEASE_UNTIL = ?,"
            + " LEASE_TOKEN = CAST(gen_random_uuid() AS VARCHAR)"
            + " FROM taken WHERE d.ID = taken.ID RETURNING d.ID";

    private static final String LOAD =
            "SELECT d.ID, d.LEASE_TOKEN, d.ATTEMPTS, d.EVENT_ID, d.FORMAT, v.BODY, v.CLOUD_EVENT,"
                    + " e.ID AS ENDPOINT_ID, e.REALM_ID, e.TENANT_ID, e.URL, e.RATE_PER_SECOND, e.KEY_VERSION, e.SECRET, e.HEADERS,"
                    + " e.PREVIOUS_SECRET, e.PREVIOUS_UNTIL"
                    + " FROM OKA_WEBHOOK_DELIVERY d JOIN OKA_WEBHOOK_ENDPOINT e ON e.ID = d.ENDPOINT_ID"
                    + " JOIN OKA_WEBHOOK_EVENT v ON v.ID = d.EVENT_ID WHERE d.ID = ANY (?) ORDER BY d.NEXT_ATTEMPT_AT, d.ID";

    /** Its event went with its tenant: there is nothing to send. */
    private static final String CANCEL = "UPDATE OKA_WEBHOOK_DELIVERY SET STATE = 'cancelled', FINISHED_AT = ?,"
            + " LEASE_OWNER = NULL, LEASE_UNTIL = NULL, LEASE_TOKEN = NULL WHERE ID = ANY (?)";

    private static final String USE_RATE = "UPDATE OKA_WEBHOOK_ENDPOINT e SET RATE_FREE_AT ="
            + " GREATEST(COALESCE(e.RATE_FREE_AT, t.CLOCK), t.CLOCK) + n.MORE * interval '1 second' / e.RATE_PER_SECOND"
            + " FROM unnest(?, ?) AS n (ID, MORE) CROSS JOIN (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) t"
            + " WHERE e.ID = n.ID AND e.RATE_PER_SECOND IS NOT NULL";

    /** When the next one is due, or the next rate allows another. */
    private static final String NEXT = "SELECT LEAST((SELECT min(d.NEXT_ATTEMPT_AT) FROM OKA_WEBHOOK_DELIVERY d"
            + " WHERE d.STATE IN ('pending', 'retrying') AND d.NEXT_ATTEMPT_AT > t.CLOCK),"
            + " (SELECT min(e.RATE_FREE_AT - (" + TOGETHER + " - 1) * interval '1 second' / e.RATE_PER_SECOND)"
            + " FROM OKA_WEBHOOK_ENDPOINT e WHERE e.RATE_PER_SECOND IS NOT NULL AND e.RATE_FREE_AT > t.CLOCK AND "
            + TAKES_SOMETHING + " AND EXISTS (SELECT 1 FROM OKA_WEBHOOK_DELIVERY d WHERE d.ENDPOINT_ID = e.ID"
            + " AND d.STATE IN ('pending', 'retrying') AND d.NEXT_ATTEMPT_AT <= t.CLOCK))) AS NEXT"
            + " FROM (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) t";

    private static final String END_LEASE = "UPDATE OKA_WEBHOOK_DELIVERY SET STATE ="
            + " CASE WHEN ATTEMPTS = 0 THEN 'pending' ELSE 'retrying' END, NEXT_ATTEMPT_AT = ?,"
            + " LEASE_OWNER = NULL, LEASE_UNTIL = NULL, LEASE_TOKEN = NULL WHERE ";

    private static final String REAP = END_LEASE + "ID IN (SELECT ID FROM OKA_WEBHOOK_DELIVERY WHERE STATE = 'leased'"
            + " AND LEASE_UNTIL < ? ORDER BY LEASE_UNTIL LIMIT " + REAPED_AT_ONCE + " FOR UPDATE SKIP LOCKED)";

    private static final String RELEASE = END_LEASE + "STATE = 'leased' AND ID = ? AND LEASE_TOKEN = ?";

    private static final String RELEASE_ALL = END_LEASE + "STATE = 'leased' AND LEASE_OWNER = ?";

    private final String claim;
    private final String load;
    private final String cancel;
    private final String useRate;
    private final String next;
    private final String reap;
    private final String release;
    private final String releaseAll;

    ClaimRows(WorkerDatabase database) {
        this.claim = database.sql(CLAIM);
        this.load = database.sql(LOAD);
        this.cancel = database.sql(CANCEL);
        this.useRate = database.sql(USE_RATE);
        this.next = database.sql(NEXT);
        this.reap = database.sql(REAP);
        this.release = database.sql(RELEASE);
        this.releaseAll = database.sql(RELEASE_ALL);
    }

    /**
     * Leases what is due, fairly. Only one transaction at a time may do so: how much an endpoint has under way is counted
     * before.
     *
     * @param failingToo whether endpoints count at which the last attempt failed
     */
    List<ClaimedDelivery> claim(Connection connection, Instant now, String owner, int atMost, boolean failingToo)
            throws SQLException {
        List<String> ids;
        try (Statement statement = new Statement(connection, claim)
                .time(now)
                .flag(failingToo)
                .number(atMost)
                .text(owner)
                .time(now.plus(LEASE))) {
            ids = statement.query(row -> row.getString("ID"));
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        Instant claimedAt = Instant.ofEpochMilli(Time.currentTimeMillis());
        List<ClaimedDelivery> claimed;
        try (Statement statement = new Statement(connection, load).texts(ids, id -> id)) {
            claimed = statement.query(row -> delivery(row, claimedAt));
        }
        if (claimed.size() < ids.size()) {
            cancelOthers(connection, now, ids, claimed);
        }
        useRate(connection, now, claimed);
        return claimed;
    }

    private void cancelOthers(Connection connection, Instant now, List<String> ids, List<ClaimedDelivery> claimed)
            throws SQLException {
        Set<String> there = claimed.stream().map(ClaimedDelivery::id).collect(Collectors.toSet());
        List<String> others = ids.stream().filter(id -> !there.contains(id)).toList();
        try (Statement statement = new Statement(connection, cancel).time(now).texts(others, id -> id)) {
            statement.update();
        }
    }

    private void useRate(Connection connection, Instant now, List<ClaimedDelivery> claimed) throws SQLException {
        Map<String, Long> counts = claimed.stream()
                .filter(ClaimedDelivery::rated)
                .collect(Collectors.groupingBy(ClaimedDelivery::endpointId, Collectors.counting()));
        if (counts.isEmpty()) {
            return;
        }
        try (Statement statement = new Statement(connection, useRate)
                .texts(counts.keySet(), id -> id)
                .numbers(counts.values(), count -> count)
                .time(now)) {
            statement.update();
        }
    }

    /** When to look again at the latest; null if nothing waits for a time. */
    @Nullable
    Instant next(Connection connection, Instant now) throws SQLException {
        try (Statement statement = new Statement(connection, next).time(now)) {
            return statement
                    .query(row -> Optional.ofNullable(Statement.timeOrNull(row, "NEXT")))
                    .get(0)
                    .orElse(null);
        }
    }

    /** Ends leases of nodes that have not come back in time; what they had tried counts as before. */
    int reap(Connection connection, Instant now) throws SQLException {
        try (Statement statement = new Statement(connection, reap).time(now).time(now)) {
            return statement.update();
        }
    }

    /** Gives one back that was not tried. */
    void release(Connection connection, Instant now, ClaimedDelivery delivery) throws SQLException {
        try (Statement statement =
                new Statement(connection, release).time(now).text(delivery.id()).text(delivery.token())) {
            statement.update();
        }
    }

    /** Gives back all that this node has. */
    int releaseAll(Connection connection, Instant now, String owner) throws SQLException {
        try (Statement statement =
                new Statement(connection, releaseAll).time(now).text(owner)) {
            return statement.update();
        }
    }

    private static ClaimedDelivery delivery(ResultSet row, Instant claimedAt) throws SQLException {
        WebhookFormat format = Objects.requireNonNull(WebhookFormat.find(row.getString("FORMAT")));
        String standard = row.getString("BODY");
        return new ClaimedDelivery(
                row.getString("ID"),
                row.getString("LEASE_TOKEN"),
                row.getInt("ATTEMPTS"),
                row.getString("EVENT_ID"),
                format,
                format == WebhookFormat.STANDARD ? standard : row.getString("CLOUD_EVENT"),
                standard,
                row.getString("TENANT_ID"),
                row.getString("URL"),
                row.getString("RATE_PER_SECOND") != null,
                new SealedSecrets(
                        row.getString("REALM_ID"),
                        row.getString("ENDPOINT_ID"),
                        row.getInt("KEY_VERSION"),
                        row.getBytes("SECRET"),
                        row.getBytes("PREVIOUS_SECRET"),
                        Statement.timeOrNull(row, "PREVIOUS_UNTIL"),
                        row.getBytes("HEADERS")),
                claimedAt);
    }
}
