package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Makes what waits follow its endpoint: held while that takes nothing, free when it does again, cancelled with it. */
final class HoldRows {

    static final int AT_ONCE = 1_000;

    /** Lower ids first: an endpoint that keeps to the order goes on at its beginning. */
    private static final String CHOOSE = "WITH RECURSIVE ones (ENDPOINT_ID) AS ("
            + "(SELECT d.ENDPOINT_ID FROM OKA_WEBHOOK_DELIVERY d WHERE %1$s ORDER BY d.ENDPOINT_ID LIMIT 1)"
            + " UNION ALL SELECT (SELECT d.ENDPOINT_ID FROM OKA_WEBHOOK_DELIVERY d WHERE %1$s"
            + " AND d.ENDPOINT_ID > s.ENDPOINT_ID ORDER BY d.ENDPOINT_ID LIMIT 1)"
            + " FROM ones s WHERE s.ENDPOINT_ID IS NOT NULL),"
            + " chosen AS MATERIALIZED (SELECT c.ID FROM ones s JOIN OKA_WEBHOOK_ENDPOINT e ON e.ID = s.ENDPOINT_ID AND %2$s"
            + " CROSS JOIN LATERAL (SELECT d.ID FROM OKA_WEBHOOK_DELIVERY d WHERE d.ENDPOINT_ID = e.ID AND %1$s"
            + " ORDER BY d.ID LIMIT " + AT_ONCE + ") c LIMIT " + AT_ONCE + "),"
            + " taken AS MATERIALIZED (SELECT d.ID FROM OKA_WEBHOOK_DELIVERY d WHERE d.ID IN (SELECT ID FROM chosen)"
            + " AND %1$s FOR UPDATE SKIP LOCKED)"
            + " UPDATE OKA_WEBHOOK_DELIVERY d SET %3$s FROM taken WHERE d.ID = taken.ID";

    private static final String WAITING = "d.STATE IN ('pending', 'retrying')";
    private static final String HELD = "d.STATE = 'held'";

    private static final String CANCEL = "STATE = 'cancelled', FINISHED_AT = ?";

    private final String hold;
    private final String release;
    private final String cancelWaiting;
    private final String cancelHeld;

    HoldRows(WorkerDatabase database) {
        this.hold = database.sql(CHOOSE.formatted(
                WAITING, "(NOT e.ACTIVE OR e.PAUSED_AT IS NOT NULL) AND e.DELETED_AT IS NULL", "STATE = 'held'"));
        this.release = database.sql(CHOOSE.formatted(
                HELD,
                "e.ACTIVE AND e.PAUSED_AT IS NULL",
                "STATE = CASE WHEN d.ATTEMPTS = 0 THEN 'pending' ELSE 'retrying' END, NEXT_ATTEMPT_AT = ?"));
        this.cancelWaiting = database.sql(CHOOSE.formatted(WAITING, "e.DELETED_AT IS NOT NULL", CANCEL));
        this.cancelHeld = database.sql(CHOOSE.formatted(HELD, "e.DELETED_AT IS NOT NULL", CANCEL));
    }

    /** How many changed; as many as {@link #AT_ONCE} if there may be more of a kind. */
    int hold(Connection connection) throws SQLException {
        try (Statement statement = new Statement(connection, hold)) {
            return statement.update();
        }
    }

    int release(Connection connection, Instant now) throws SQLException {
        return update(connection, release, now);
    }

    int cancel(Connection connection, Instant now) throws SQLException {
        return Math.max(update(connection, cancelWaiting, now), update(connection, cancelHeld, now));
    }

    private static int update(Connection connection, String sql, Instant now) throws SQLException {
        try (Statement statement = new Statement(connection, sql).time(now)) {
            return statement.update();
        }
    }
}
