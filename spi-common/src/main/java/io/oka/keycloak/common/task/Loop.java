package io.oka.keycloak.common.task;

import io.oka.keycloak.common.http.DatabaseFailures;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Work that one thread of this node does again and again: when it is told, and by itself after a while. */
public final class Loop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Loop.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Work work;
    private final Semaphore told = new Semaphore(0);
    private final Thread thread;
    private volatile boolean over;
    private boolean failing;

    /** One round of work. */
    @FunctionalInterface
    public interface Work {

        /** How long to wait for the next, unless somebody tells of more. */
        Duration round() throws SQLException;
    }

    /**
     * @param name of its thread
     */
    public Loop(String name, Work work) {
        this.name = name;
        this.work = work;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** There may be more to do. Costs nothing, and may be called from anywhere. */
    public void wake() {
        if (told.availablePermits() == 0) {
            told.release();
        }
    }

    private void run() {
        try {
            while (!over) {
                told.drainPermits();
                Duration wait = roundOrFailure();
                if (!wait.isZero() && !over) {
                    boolean woken = told.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
                    LOG.tracef("%s goes on, woken: %s", name, woken);
                }
            }
        } catch (InterruptedException e) {
            // The server stops.
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever happens, it goes on: nothing is lost by a round that failed. */
    private Duration roundOrFailure() {
        try {
            Duration wait = work.round();
            if (failing) {
                LOG.infof("%s goes on", name);
                failing = false;
            }
            return wait;
        } catch (SQLException | RuntimeException e) {
            if (DatabaseFailures.isConflict(e)) {
                LOG.debugf(e, "%s gave way", name);
            } else if (!over && !failing) {
                // Said once: it is the same as long as the database is away.
                LOG.warnf(e, "%s failed, and tries again every %s", name, AFTER_FAILURE);
                failing = true;
            }
            return AFTER_FAILURE;
        }
    }

    /** Ends after the round that is under way. */
    public void end() {
        over = true;
        wake();
    }

    /** The same, and waits for that. */
    @Override
    public void close() {
        end();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
