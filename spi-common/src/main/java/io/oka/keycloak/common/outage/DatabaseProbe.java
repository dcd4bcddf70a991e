package io.oka.keycloak.common.outage;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.task.DaemonThreads;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/**
 * Asks the database every second, on a thread and a connection of its own, so that no request has to wait to learn that
 * it does not answer.
 */
final class DatabaseProbe implements DatabaseWatch {

    /** So long a database that stands still can hold the thread. */
    static final Duration NETWORK = Duration.ofSeconds(2);

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A question that is open for longer counts as one without an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(DatabaseProbe.class);

    /** When the open question was asked, in milliseconds; null if none is open. */
    private volatile @Nullable Long askedAt;

    private volatile boolean failed;
    private @Nullable ScheduledExecutorService thread;

    @Override
    public boolean isAway() {
        Long asked = askedAt;
        return failed || (asked != null && Time.currentTimeMillis() - asked > PATIENCE.toMillis());
    }

    @Override
    public void foundAway() {
        fail("a statement failed");
    }

    synchronized void start(OwnConnections connections) {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("oka-database-watch"));
            thread.scheduleWithFixedDelay(
                    () -> look(connections), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    private void look(OwnConnections connections) {
        askedAt = Time.currentTimeMillis();
        try {
            connections.inTransaction(DatabaseProbe::ask);
            if (failed) {
                LOG.info("The database is back");
            }
            failed = false;
        } catch (SQLException | RuntimeException e) {
            fail(String.valueOf(e.getMessage()));
        } finally {
            askedAt = null;
        }
    }

    private static boolean ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        return false;
    }

    /** Said once for each absence. */
    private void fail(String why) {
        if (!failed) {
            LOG.warnf(
                    "The database is away (%s): decisions go by what this node remembers, for a minute at most; whatever"
                            + " else needs it is answered 503",
                    why);
        }
        failed = true;
    }
}
