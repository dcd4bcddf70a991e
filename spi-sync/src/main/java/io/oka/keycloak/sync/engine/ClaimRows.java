package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.operations.BreakerRows;
import io.oka.keycloak.sync.operations.BreakerRows.SystemId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is due, and its leases. */
final class ClaimRows {

    /** So far ahead it is looked in what waits of a system, and among the lower versions of a code. */
    private static final int WINDOW = 200;

    /** Of so many systems at a time; of the others in the rounds that follow. */
    private static final int SYSTEMS = 40;

    /** So many codes of a system are enough for all lanes that a realm can have. */
    private static final int CODES = 100;

    private static final String WAITS = "STATE IN ('queued', 'retrying')";

    /** The systems of which something waits, found in the index one by one: it never reads all that waits of one. */
    private static final String WAITING = "waiting (REALM_ID, AGENT_SYSTEM) AS ("
            + "(SELECT i.REALM_ID, i.AGENT_SYSTEM FROM OKA_SYNC_ITEM i WHERE i." + WAITS
            + " ORDER BY i.REALM_ID, i.AGENT_SYSTEM LIMIT 1)"
            + " UNION ALL SELECT n.REALM_ID, n.AGENT_SYSTEM FROM waiting w CROSS JOIN LATERAL ("
            + "SELECT i.REALM_ID, i.AGENT_SYSTEM FROM OKA_SYNC_ITEM i WHERE i." + WAITS
            + " AND (i.REALM_ID, i.AGENT_SYSTEM) > (w.REALM_ID, w.AGENT_SYSTEM)"
            + " ORDER BY i.REALM_ID, i.AGENT_SYSTEM LIMIT 1) n)";

    private static final String LEASES =
            "leases AS MATERIALIZED (SELECT p.REALM_ID, count(DISTINCT p.LEASE_TOKEN) AS LANES"
                    + " FROM OKA_SYNC_ITEM p WHERE p.STATE = 'processing' GROUP BY p.REALM_ID)";

    /** Those of which something is due, and whose breaker lets it: first where the fewest lanes are, then what is oldest. */
    private static final String READY = "ready AS MATERIALIZED (SELECT w.REALM_ID, w.AGENT_SYSTEM, f.NEXT_ATTEMPT_AT,"
            + " COALESCE(l.LANES, 0) AS LANES"
            + " FROM waiting w LEFT JOIN leases l ON l.REALM_ID = w.REALM_ID CROSS JOIN t CROSS JOIN LATERAL ("
            + "SELECT i.NEXT_ATTEMPT_AT FROM OKA_SYNC_ITEM i WHERE i.REALM_ID = w.REALM_ID"
            + " AND i.AGENT_SYSTEM = w.AGENT_SYSTEM AND i." + WAITS + " AND i.NEXT_ATTEMPT_AT <= t.CLOCK"
            + " ORDER BY i.NEXT_ATTEMPT_AT, i.ID LIMIT 1) f"
            + " WHERE (" + BreakerRows.isClosedFor("w")
            + " OR EXISTS (SELECT 1 FROM unnest(?, ?) AS p (REALM_ID, AGENT_SYSTEM)"
            + " WHERE p.REALM_ID = w.REALM_ID AND p.AGENT_SYSTEM = w.AGENT_SYSTEM))"
            + " ORDER BY LANES, f.NEXT_ATTEMPT_AT LIMIT " + SYSTEMS + ")";

    /**
     * The codes that come first in each of these, but for those of which something is under way: no two items of a code at
     * once.
     */
    private static final String CODED = "codes AS MATERIALIZED (SELECT r.REALM_ID, r.AGENT_SYSTEM, r.LANES,"
            + " r.NEXT_ATTEMPT_AT AS SYSTEM_SINCE, c.EXTERNAL_CODE, c.SINCE, c.FIRST_ID"
            + " FROM ready r CROSS JOIN t CROSS JOIN LATERAL ("
            + "SELECT d.EXTERNAL_CODE, min(d.NEXT_ATTEMPT_AT) AS SINCE, min(d.ID) AS FIRST_ID FROM ("
            + "SELECT i.EXTERNAL_CODE, i.NEXT_ATTEMPT_AT, i.ID FROM OKA_SYNC_ITEM i WHERE i.REALM_ID = r.REALM_ID"
            + " AND i.AGENT_SYSTEM = r.AGENT_SYSTEM AND i." + WAITS + " AND i.NEXT_ATTEMPT_AT <= t.CLOCK"
            + " ORDER BY i.NEXT_ATTEMPT_AT, i.ID LIMIT " + WINDOW + ") d"
            + " WHERE NOT EXISTS (SELECT 1 FROM OKA_SYNC_ITEM p WHERE p.STATE = 'processing' AND p.REALM_ID = r.REALM_ID"
            + " AND p.AGENT_SYSTEM = r.AGENT_SYSTEM AND p.EXTERNAL_CODE = d.EXTERNAL_CODE)"
            + " GROUP BY d.EXTERNAL_CODE ORDER BY SINCE, FIRST_ID LIMIT " + CODES + ") c)";

    /** Of each code its lowest versions, which may have come late, and in any case what brought it here. */
    private static final String DUE = "WITH RECURSIVE t AS (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK), "
            + WAITING + ", " + LEASES + ", " + READY + ", " + CODED
            + " SELECT i.ID, c.REALM_ID, c.AGENT_SYSTEM, c.EXTERNAL_CODE, c.LANES, i.TYPE, i.ITEM_VERSION"
            + " FROM codes c CROSS JOIN t CROSS JOIN LATERAL (SELECT v.ID, v.TYPE, v.ITEM_VERSION, v.NEXT_ATTEMPT_AT FROM ("
            + "SELECT i.ID, i.TYPE, i.ITEM_VERSION, i.NEXT_ATTEMPT_AT FROM OKA_SYNC_ITEM i WHERE i.REALM_ID = c.REALM_ID"
            + " AND i.AGENT_SYSTEM = c.AGENT_SYSTEM AND i.EXTERNAL_CODE = c.EXTERNAL_CODE AND i." + WAITS
            + " ORDER BY i.ITEM_VERSION, i.ID LIMIT " + WINDOW + ") v"
            + " WHERE v.NEXT_ATTEMPT_AT <= t.CLOCK ORDER BY (v.ID = c.FIRST_ID) DESC, v.ITEM_VERSION, v.ID LIMIT "
            + Lanes.LONGEST + ") i"
            + " ORDER BY c.LANES, c.SYSTEM_SINCE, c.REALM_ID, c.AGENT_SYSTEM, c.SINCE, c.FIRST_ID, i.NEXT_ATTEMPT_AT, i.ID";

    /** What somebody is changing at this moment is left to the next round. */
    private static final String LEASE =
            "UPDATE OKA_SYNC_ITEM i SET STATE = 'processing', LEASE_OWNER = ?, LEASE_UNTIL = ?,"
                    + " LEASE_TOKEN = n.TOKEN, UPDATED_AT = ? FROM unnest(?, ?) AS n (ID, TOKEN) WHERE i.ID = n.ID AND i.ID IN ("
                    + "SELECT l.ID FROM OKA_SYNC_ITEM l WHERE l.ID = ANY (?) AND l." + WAITS
                    + " FOR UPDATE SKIP LOCKED)";

    private static final String LOAD = "SELECT i.ID, i.LEASE_TOKEN, i.JOB_ID, i.REALM_ID, i.AGENT_SYSTEM, i.TYPE,"
            + " i.EXTERNAL_CODE, i.ITEM_VERSION, i.DATA, i.ATTEMPTS, j.AGENT_ID, j.CREATED_BY, j.CORRELATION_ID"
            + " FROM OKA_SYNC_ITEM i JOIN OKA_SYNC_JOB j ON j.ID = i.JOB_ID"
            + " WHERE i.ID = ANY (?) AND i.LEASE_TOKEN = ANY (?)";

    private static final String NEXT =
            "SELECT min(NEXT_ATTEMPT_AT) AS NEXT FROM OKA_SYNC_ITEM WHERE " + WAITS + " AND NEXT_ATTEMPT_AT > ?";

    private final String due;
    private final String lease;
    private final String load;
    private final String next;

    ClaimRows(WorkerDatabase database) {
        this.due = database.sql(DUE);
        this.lease = database.sql(LEASE);
        this.load = database.sql(LOAD);
        this.next = database.sql(NEXT);
    }

    /**
     * An item that is due, in a realm that has so many lanes.
     *
     * @param lanes of its realm, on all nodes
     */
    record Found(DueItem item, int lanes) {}

    /**
     * What may be claimed, first things first.
     *
     * @param toProbe systems whose breaker is open, and of which one may be tried
     */
    List<Found> due(Connection connection, Instant now, List<SystemId> toProbe) throws SQLException {
        try (Statement statement = new Statement(connection, due)
                .time(now)
                .texts(toProbe, SystemId::realmId)
                .texts(toProbe, SystemId::agentSystem)) {
            return statement.query(ClaimRows::found);
        }
    }

    /**
     * Leases lanes, each under a token of its own.
     *
     * @return what was still there to be leased, lane by lane, without those of which nothing was
     */
    List<Lane> lease(Connection connection, Instant now, String owner, Collection<NewLane> lanes) throws SQLException {
        List<Placed> placed = new ArrayList<>();
        lanes.forEach(lane -> lane.items().forEach(item -> placed.add(new Placed(item.id(), lane.token()))));
        try (Statement statement = new Statement(connection, lease)
                .text(owner)
                .time(now.plus(Leases.LENGTH))
                .time(now)
                .texts(placed, Placed::id)
                .texts(placed, Placed::token)
                .texts(placed, Placed::id)) {
            statement.update();
        }
        List<ClaimedItem> items;
        try (Statement statement =
                new Statement(connection, load).texts(placed, Placed::id).texts(lanes, NewLane::token)) {
            items = statement.query(ClaimRows::item);
        }
        long nanos = System.nanoTime();
        return lanes.stream()
                .map(lane -> new Lane(lane.token(), lane.inOrder(items), nanos))
                .filter(lane -> !lane.items().isEmpty())
                .toList();
    }

    /** What is to be leased under a token. */
    record NewLane(String token, List<DueItem> items) {

        private List<ClaimedItem> inOrder(List<ClaimedItem> found) {
            return items.stream()
                    .flatMap(item -> found.stream().filter(one -> one.id().equals(item.id())))
                    .toList();
        }
    }

    private record Placed(String id, String token) {}

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

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                new DueItem(
                        row.getString("ID"),
                        new SystemId(row.getString("REALM_ID"), row.getString("AGENT_SYSTEM")),
                        row.getString("EXTERNAL_CODE"),
                        JobType.ofWireName(row.getString("TYPE")),
                        row.getLong("ITEM_VERSION")),
                row.getInt("LANES"));
    }

    private static ClaimedItem item(ResultSet row) throws SQLException {
        return new ClaimedItem(
                row.getString("ID"),
                row.getString("LEASE_TOKEN"),
                row.getString("JOB_ID"),
                row.getString("REALM_ID"),
                row.getString("AGENT_SYSTEM"),
                row.getString("AGENT_ID"),
                row.getString("CREATED_BY"),
                JobType.ofWireName(row.getString("TYPE")),
                row.getString("EXTERNAL_CODE"),
                row.getLong("ITEM_VERSION"),
                row.getString("DATA"),
                row.getInt("ATTEMPTS"),
                Objects.requireNonNullElse(row.getString("CORRELATION_ID"), row.getString("JOB_ID")));
    }
}
