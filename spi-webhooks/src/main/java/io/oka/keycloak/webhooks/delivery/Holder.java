package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.jpa.WorkerDatabase;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Lets what waits follow its endpoint, in batches outside of any request: an endpoint may have a million deliveries. What an
 * endpoint takes stands in its own row; this only carries it over, so that it may die anywhere and be begun again.
 */
final class Holder {

    private static final String WORK = "hold";
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final WorkerDatabase database;
    private final HoldRows rows;
    private final Runnable released;

    /**
     * @param released told when deliveries are free again
     */
    Holder(WorkerDatabase database, Runnable released) {
        this.database = database;
        this.rows = new HoldRows(database);
        this.released = released;
    }

    /** One batch of each kind; how long to wait for the next. */
    Duration round() throws SQLException {
        int[] most = {0};
        int[] free = {0};
        database.inTransaction((connection, now) -> {
            if (!database.isMyTurn(connection, WORK)) {
                return false;
            }
            free[0] = rows.release(connection, now);
            most[0] = Math.max(free[0], Math.max(rows.hold(connection), rows.cancel(connection, now)));
            return most[0] > 0;
        });
        if (free[0] > 0) {
            released.run();
        }
        return most[0] >= HoldRows.AT_ONCE ? Duration.ZERO : IDLE;
    }
}
