package io.oka.keycloak.sync.outbound;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The change log and the usage events as one log, in the order of the transactions that wrote them. A number that rises
 * with each row would not do: who takes a lower one may commit after who takes a higher one. Transactions below all that
 * are still open have ended, and none of them writes any more.
 */
final class FeedRows {

    /** So much is looked at for one page: those of tenants that the system does not know are passed over. */
    static final int SCANNED = 1_000;

    /**
     * Whoever moves uses from the default partition to another holds this off until it has committed: a statement that is
     * planned meanwhile might find them in neither.
     */
    private static final String HOLD = "LOCK TABLE OKA_USAGE_EVENT_DEFAULT IN ACCESS SHARE MODE";

    private static final String IS_AHEAD =
            "SELECT CAST(CAST(? AS TEXT) AS xid8) >= pg_snapshot_xmax(pg_current_snapshot()) AS AHEAD";

    /** The reader's own transaction is not among those that are open. */
    private static final String HORIZON = "SELECT coalesce((SELECT o.x FROM pg_snapshot_xip(pg_current_snapshot())"
            + " AS o (x) ORDER BY o.x LIMIT 1), pg_snapshot_xmax(pg_current_snapshot())) AS TXID";

    private static final String CHANGES = "SELECT c.TXID, 0 AS KIND, c.POSITION, c.ID, c.TENANT_ID, c.TYPE,"
            + " c.CREATED_AT, c.CORRELATION_ID, c.DATA FROM OKA_CHANGE c"
            + " WHERE c.REALM_ID = ? AND c.TENANT_ID IS NOT NULL"
            + " AND (c.TXID, c.POSITION) > (CAST(CAST(? AS TEXT) AS xid8), ?)"
            + " AND c.TXID < (SELECT h.TXID FROM HORIZON h) ORDER BY c.TXID, c.POSITION LIMIT " + SCANNED;

    private static final String USAGE = "SELECT e.TXID, 1 AS KIND, CAST(0 AS BIGINT) AS POSITION, e.ID, e.TENANT_ID,"
            + " 'usage.recorded' AS TYPE, e.USED_AT AS CREATED_AT, e.CORRELATION_ID,"
            + " CAST(jsonb_strip_nulls(jsonb_build_object('service', e.SERVICE, 'action', e.ACTION,"
            + " 'quantity', e.QUANTITY, 'apiKeyId', e.API_KEY_ID, 'userId', e.USER_ID,"
            + " 'reservationId', e.RESERVATION_ID, 'idempotencyKey', e.IDEMPOTENCY_KEY)) AS TEXT) AS DATA"
            + " FROM OKA_USAGE_EVENT e WHERE e.REALM_ID = ?"
            + " AND (e.TXID, e.ID) > (CAST(CAST(? AS TEXT) AS xid8), ?)"
            + " AND e.TXID < (SELECT h.TXID FROM HORIZON h) ORDER BY e.TXID, e.ID LIMIT " + SCANNED;

    /** A look at the index for each row: a join might compare each with all tenants that the system knows. */
    private static final String CODE = "SELECT m.EXTERNAL_CODE FROM OKA_SYNC_MAPPING m WHERE m.REALM_ID = ?"
            + " AND m.AGENT_SYSTEM = ? AND m.TYPE = 'tenant' AND m.INTERNAL_CODE = s.TENANT_ID LIMIT 1";

    private static final String GIVEN =
            "SELECT s.*, m.EXTERNAL_CODE FROM SCANNED s JOIN LATERAL (" + CODE + ") m ON TRUE"
                    + " WHERE split_part(s.TYPE, '.', 1) IN ('usage', 'subscription', 'quota', 'override', 'tenant')"
                    + " OR s.TYPE = 'sync.correction_requested' ORDER BY s.TXID, s.KIND, s.POSITION, s.ID LIMIT ?";

    /** What is given, and after it the last row that was looked at, which has no code. */
    private static final String PAGE = "WITH HORIZON AS MATERIALIZED (" + HORIZON + "), SCANNED AS MATERIALIZED ("
            + "SELECT * FROM ((" + CHANGES + ") UNION ALL (" + USAGE + ")) both_logs"
            + " ORDER BY TXID, KIND, POSITION, ID LIMIT " + SCANNED + "), GIVEN AS (" + GIVEN + "),"
            + " LAST_ONE AS (SELECT s.TXID, s.KIND, s.POSITION, s.ID, s.TENANT_ID, s.TYPE, s.CREATED_AT,"
            + " s.CORRELATION_ID, CAST((SELECT count(*) FROM SCANNED) AS TEXT) AS DATA,"
            + " CAST(NULL AS VARCHAR) AS EXTERNAL_CODE FROM SCANNED s"
            + " ORDER BY s.TXID DESC, s.KIND DESC, s.POSITION DESC, s.ID DESC LIMIT 1)"
            + " SELECT CAST(p.TXID AS TEXT) AS XID, p.* FROM (SELECT * FROM GIVEN UNION ALL SELECT * FROM LAST_ONE) p"
            + " ORDER BY p.EXTERNAL_CODE IS NULL, p.TXID, p.KIND, p.POSITION, p.ID";

    /** Ids begin with the time. */
    private static final String BEFORE =
            "SELECT CAST(c.TXID AS TEXT) AS XID FROM OKA_CHANGE c WHERE c.ID < ?" + " ORDER BY c.ID DESC LIMIT 1";

    /** No transaction writes for longer than this after its first row. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final String hold;
    private final String page;
    private final String before;

    FeedRows(OwnConnections connections) {
        this.hold = connections.sql(HOLD);
        this.page = connections.sql(PAGE);
        this.before = connections.sql(BEFORE);
    }

    /**
     * Something that happened.
     *
     * @param version where a change stands in its log; null for a use
     * @param code what the system calls the tenant
     */
    record Row(
            FeedPlace place,
            @Nullable Long version,
            String id,
            String tenantId,
            String type,
            Instant at,
            @Nullable String correlationId,
            String data,
            @Nullable String code) {}

    /**
     * What was found.
     *
     * @param rows each with its code
     * @param end where the search ended
     * @param full whether it ended because it had looked at enough
     */
    record Found(List<Row> rows, FeedPlace end, boolean full) {}

    /** Whether the place is one of a transaction that there never was: it was given by another database. */
    boolean isAhead(Connection connection, FeedPlace place) throws SQLException {
        try (Statement statement = new Statement(connection, IS_AHEAD).text(Long.toString(place.transaction()))) {
            return statement.query(row -> row.getBoolean("AHEAD")).get(0);
        }
    }

    Found after(Connection connection, String realmId, String system, FeedPlace place, int atMost) throws SQLException {
        try (Statement statement = new Statement(connection, hold)) {
            statement.update();
        }
        String transaction = Long.toString(place.transaction());
        try (Statement statement = new Statement(connection, page)
                .text(realmId)
                .text(transaction)
                .number(place.position())
                .text(realmId)
                .text(transaction)
                .text(place.usageId())
                .text(realmId)
                .text(system)
                .number(atMost)) {
            List<Row> rows = statement.query(FeedRows::row);
            if (rows.isEmpty()) {
                return new Found(rows, place, false);
            }
            Row last = rows.get(rows.size() - 1);
            return new Found(rows.subList(0, rows.size() - 1), last.place(), Integer.parseInt(last.data()) >= SCANNED);
        }
    }

    /** A place before all that is written from this time on. */
    FeedPlace since(Connection connection, Instant time) throws SQLException {
        long millis = Math.max(0, time.toEpochMilli() - SLACK.toMillis());
        try (Statement statement = new Statement(connection, before).text(new UUID(millis << 16, 0).toString())) {
            return statement.query(row -> FeedPlace.ofChange(row.getLong("XID"), 0)).stream()
                    .findFirst()
                    .orElse(FeedPlace.BEGINNING);
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        long transaction = row.getLong("XID");
        String id = row.getString("ID");
        Long version = row.getInt("KIND") == 0 ? row.getLong("POSITION") : null;
        return new Row(
                version == null ? FeedPlace.ofUsage(transaction, id) : FeedPlace.ofChange(transaction, version),
                version,
                id,
                row.getString("TENANT_ID"),
                row.getString("TYPE"),
                Statement.time(row, "CREATED_AT"),
                row.getString("CORRELATION_ID"),
                row.getString("DATA"),
                row.getString("EXTERNAL_CODE"));
    }
}
