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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** What is due, and its leases. */
final class ClaimRows {

    /** So far ahead it is looked in what waits of a system, and among the lower versions of a code. */
    private static final int WINDOW = 200;

    /** Of so many systems at a time; of the others in the rounds that follow. */
    private static final int SYSTEMS = 40;

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
    private static final String READY = "WITH RECURSIVE t AS (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK), "
            + WAITING + ", " + LEASES + " SELECT w.REALM_ID, w.AGENT_SYSTEM, COALESCE(l.LANES, 0) AS LANES"
            + " FROM waiting w LEFT JOIN leases l ON l.REALM_ID = w.REALM_ID CROSS JOIN t CROSS JOIN LATERAL ("
            + "SELECT i.NEXT_ATTEMPT_AT FROM OKA_SYNC_ITEM i WHERE i.REALM_ID = w.REALM_ID"
            + " AND i.AGENT_SYSTEM = w.AGENT_SYSTEM AND i." + WAITS + " AND i.NEXT_ATTEMPT_AT <= t.CLOCK"
            + " ORDER BY i.NEXT_ATTEMPT_AT, i.ID LIMIT 1) f"
            + " WHERE (" + BreakerRows.isClosedFor("w")
            + " OR EXISTS (SELECT 1 FROM unnest(?, ?) AS p (REALM_ID, AGENT_SYSTEM)"
            + " WHERE p.REALM_ID = w.REALM_ID AND p.AGENT_SYSTEM = w.AGENT_SYSTEM))"
            + " ORDER BY LANES, f.NEXT_ATTEMPT_AT LIMIT " + SYSTEMS;

    /**
     * The codes that come first in a system, but for those of which something is under way: no two items of a code at once.
     */
    private static final String CODES = "SELECT d.EXTERNAL_CODE, min(d.NEXT_ATTEMPT_AT) AS SINCE, min(d.ID) AS FIRST_ID"
            + " FROM (SELECT i.EXTERNAL_CODE, i.NEXT_ATTEMPT_AT, i.ID FROM OKA_SYNC_ITEM i WHERE i.REALM_ID = r.REALM_ID"
            + " AND i.AGENT_SYSTEM = r.AGENT_SYSTEM AND i." + WAITS + " AND i.NEXT_ATTEMPT_AT <= t.CLOCK"
            + " ORDER BY i.NEXT_ATTEMPT_AT, i.ID LIMIT " + WINDOW + ") d"
            + " WHERE NOT EXISTS (SELECT 1 FROM OKA_SYNC_ITEM p WHERE p.STATE = 'processing' AND p.REALM_ID = r.REALM_ID"
            + " AND p.AGENT_SYSTEM = r.AGENT_SYSTEM AND p.EXTERNAL_CODE = d.EXTERNAL_CODE)"
            + " GROUP BY d.EXTERNAL_CODE ORDER BY SINCE, FIRST_ID";

    /** Of a code its lowest versions, which may have come late, and in any case what brought it here. */
    private static final String LOWEST = "SELECT v.ID, v.TYPE, v.ITEM_VERSION, v.NEXT_ATTEMPT_AT FROM ("
            + "SELECT i.ID, i.TYPE, i.ITEM_VERSION, i.NEXT_ATTEMPT_AT FROM OKA_SYNC_ITEM i WHERE i.REALM_ID = r.REALM_ID"
            + " AND i.AGENT_SYSTEM = r.AGENT_SYSTEM AND i.EXTERNAL_CODE = c.EXTERNAL_CODE AND i." + WAITS
            + " ORDER BY i.ITEM_VERSION LIMIT " + WINDOW + ") v WHERE v.NEXT_ATTEMPT_AT <= t.CLOCK UNION"
            + " SELECT i.ID, i.TYPE, i.ITEM_VERSION, i.NEXT_ATTEMPT_AT FROM OKA_SYNC_ITEM i WHERE i.ID = c.FIRST_ID"
            + " ORDER BY 3, 1 LIMIT " + Lanes.LONGEST;

    private static final String DUE = "SELECT r.REALM_ID, r.AGENT_SYSTEM, f.* FROM"
            + " unnest(?, ?, ?) WITH ORDINALITY AS r (REALM_ID, AGENT_SYSTEM, MOST, PLACE)"
            + " CROSS JOIN (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) t CROSS JOIN LATERAL ("
            + "SELECT c.EXTERNAL_CODE, c.SINCE, c.FIRST_ID, i.ID, i.TYPE, i.ITEM_VERSION, i.NEXT_ATTEMPT_AT FROM ("
            + CODES + ") c CROSS JOIN LATERAL (" + LOWEST + ") i ORDER BY c.SINCE, c.FIRST_ID LIMIT r.MOST) f"
            + " ORDER BY r.PLACE, f.SINCE, f.FIRST_ID, f.NEXT_ATTEMPT_AT, f.ID";

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

    private final String ready;
    private final String due;
    private final String lease;
    private final String load;
    private final String next;

    ClaimRows(WorkerDatabase database) {
        this.ready = database.sql(READY);
        this.due = database.sql(DUE);
        this.lease = database.sql(LEASE);
        this.load = database.sql(LOAD);
        this.next = database.sql(NEXT);
    }

    /**
     * A system of which something is due.
     *
     * @param lanes of its realm, on all nodes
     */
    record Ready(SystemId system, int lanes) {}

    /**
     * Of which systems something may be claimed, first those whose turn it is.
     *
     * @param toProbe systems whose breaker is open, and of which one item may be tried
     */
    List<Ready> ready(Connection connection, Instant now, List<SystemId> toProbe) throws SQLException {
        try (Statement statement = new Statement(connection, ready)
                .time(now)
                .texts(toProbe, SystemId::realmId)
                .texts(toProbe, SystemId::agentSystem)) {
            return statement.query(row -> new Ready(system(row), row.getInt("LANES")));
        }
    }

    /**
     * What may be claimed of these, first things first.
     *
     * @param most how many items of each
     */
    List<DueItem> due(Connection connection, Instant now, Map<SystemId, Integer> most) throws SQLException {
        Set<SystemId> systems = most.keySet();
        try (Statement statement = new Statement(connection, due)
                .texts(systems, SystemId::realmId)
                .texts(systems, SystemId::agentSystem)
                .numbers(most.values(), Integer::longValue)
                .time(now)) {
            return statement.query(row -> new DueItem(
                    row.getString("ID"),
                    system(row),
                    row.getString("EXTERNAL_CODE"),
                    JobType.ofWireName(row.getString("TYPE")),
                    row.getLong("ITEM_VERSION")));
        }
    }

    private static SystemId system(ResultSet row) throws SQLException {
        return new SystemId(row.getString("REALM_ID"), row.getString("AGENT_SYSTEM"));
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
        Instant claimedAt = Instant.ofEpochMilli(Time.currentTimeMillis());
        return lanes.stream()
                .map(lane -> new Lane(lane.token(), lane.inOrder(items), claimedAt))
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
