package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.task.Loop;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/**
 * Looks every few seconds how sync goes, on each node for itself. Meters and readiness show what was seen last: whoever
 * scrapes them asks nothing of the database, however often that is.
 */
final class Outlook implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Of this server: meters and health checks are made by others, who know no session. */
    private static volatile State last = new State(null, null);

    private final WorkerDatabase database;
    private final SightRows rows;
    private final Loop loop = new Loop("oka-sync-outlook", this::round);

    /**
     * What is known.
     *
     * @param sight null before the first look
     * @param failingSince since when no look succeeds
     */
    record State(@Nullable Sight sight, @Nullable Instant failingSince) {}

    Outlook(WorkerDatabase database) {
        this.database = database;
        this.rows = new SightRows(database);
    }

    static State last() {
        return last;
    }

    void start() {
        loop.start();
    }

    void wake() {
        loop.wake();
    }

    private Duration round() throws SQLException {
        try {
            database.inTransaction((connection, now) -> {
                last = new State(rows.look(connection, now), null);
                return false;
            });
        } catch (SQLException | RuntimeException e) {
            State before = last;
            if (before.failingSince() == null) {
                last = new State(before.sight(), Instant.ofEpochMilli(Time.currentTimeMillis()));
            }
            throw e;
        }
        return INTERVAL;
    }

    @Override
    public void close() {
        loop.close();
    }
}
