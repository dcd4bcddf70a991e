package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How leases end without anything having come of them. */
final class Leases {

    /** Longer than a lane can take, the last of its items included. */
    static final Duration LENGTH = Duration.ofSeconds(60);

    /** From then on a lane begins with nothing more: what is left of its lease is for the item that is under way. */
    static final Duration TO_BEGIN_IN = Duration.ofSeconds(30);

    private static final int AT_ONCE = 500;

    /** What somebody holds at this moment is being applied: its worker is there, and it is left to it. */
    private static final String END = "UPDATE OKA_SYNC_ITEM SET STATE ="
            + " CASE WHEN ATTEMPTS = 0 THEN 'queued' ELSE 'retrying' END, NEXT_ATTEMPT_AT = ?, UPDATED_AT = ?,"
            + " LEASE_OWNER = NULL, LEASE_UNTIL = NULL, LEASE_TOKEN = NULL WHERE ID IN ("
            + "SELECT ID FROM OKA_SYNC_ITEM WHERE STATE = 'processing' AND ";

    private static final String HELD = " FOR UPDATE SKIP LOCKED)";

    private static final String REAP =
            END + "LEASE_UNTIL < ? ORDER BY LEASE_UNTIL LIMIT " + AT_ONCE + HELD + " RETURNING JOB_ID";

    private static final String GIVE_BACK = END + "ID = ANY (?) AND LEASE_TOKEN = ?" + HELD;

    private static final String GIVE_BACK_ALL = END + "LEASE_OWNER = ?" + HELD;

    private final WorkerDatabase database;
    private final String reap;
    private final String giveBack;
    private final String giveBackAll;

    Leases(WorkerDatabase database) {
        this.database = database;
        this.reap = database.sql(REAP);
        this.giveBack = database.sql(GIVE_BACK);
        this.giveBackAll = database.sql(GIVE_BACK_ALL);
    }

    /**
     * Ends leases of nodes that have not come back in time; attempts that they had made count as before.
     *
     * @return the jobs of the items, one for each
     */
    List<String> reap(Connection connection, Instant now) throws SQLException {
        try (Statement statement =
                new Statement(connection, reap).time(now).time(now).time(now)) {
            return statement.query(row -> row.getString("JOB_ID"));
        }
    }

    /** These were not begun; if this fails, their lease ends by itself. */
    void giveBack(String token, List<ClaimedItem> items) throws SQLException {
        database.inTransaction((connection, now) -> {
            try (Statement statement = new Statement(connection, giveBack)
                    .time(now)
                    .time(now)
                    .texts(items, ClaimedItem::id)
                    .text(token)) {
                statement.update();
            }
            return true;
        });
    }

    /** The server stops: what is still leased to it was cut off, and others need not wait for the end of the lease. */
    int giveBackAll(String owner) throws SQLException {
        int[] ended = {0};
        database.inTransaction((connection, now) -> {
            try (Statement statement =
                    new Statement(connection, giveBackAll).time(now).time(now).text(owner)) {
                ended[0] = statement.update();
            }
            return ended[0] > 0;
        });
        return ended[0];
    }
}
