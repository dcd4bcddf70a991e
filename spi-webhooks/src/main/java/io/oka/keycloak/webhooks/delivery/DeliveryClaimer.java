package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.jpa.WorkerDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leases what is due and hands it to the threads that send. If the process dies after the lease has committed, before the
 * send, in it, or after it and before its outcome is recorded, the lease ends by itself and some node sends again, under the
 * same {@code webhook-id}.
 */
final class DeliveryClaimer {

    private static final Logger LOG = Logger.getLogger(DeliveryClaimer.class);

    private static final String WORK = "claim";
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration NO_ROOM = Duration.ofMillis(100);
    private static final Duration OTHERS_TURN = Duration.ofMillis(20);
    private static final Duration LEAST = Duration.ofMillis(10);

    private final WorkerDatabase database;
    private final ClaimRows rows;
    private final Workers workers;
    private final String owner;
    private final Consumer<ClaimedDelivery> work;
    private final AtomicReference<Instant> reapedAt = new AtomicReference<>(Instant.EPOCH);

    /**
     * @param owner this process, and no later one of the same node
     */
    DeliveryClaimer(WorkerDatabase database, Workers workers, String owner, Consumer<ClaimedDelivery> work) {
        this.database = database;
        this.rows = new ClaimRows(database);
        this.workers = workers;
        this.owner = owner;
        this.work = work;
    }

    /** What one transaction found. */
    private record Found(List<ClaimedDelivery> claimed, Duration pause) {}

    /**
     * Leases as much as there is room for.
     *
     * @return how long to wait for more
     */
    Duration round() throws SQLException {
        int room = workers.room();
        if (room == 0) {
            return NO_ROOM;
        }
        boolean failingToo = workers.hasRoomForFailing();
        List<Found> found = new ArrayList<>();
        database.inTransaction((connection, now) -> {
            if (!database.isMyTurn(connection, WORK)) {
                found.add(new Found(List.of(), OTHERS_TURN));
                return false;
            }
            reap(connection, now);
            List<ClaimedDelivery> claimed = rows.claim(connection, now, owner, room, failingToo);
            Instant next = claimed.isEmpty() ? rows.next(connection, now) : now;
            found.add(new Found(claimed, claimed.isEmpty() ? pause(now, next) : Duration.ZERO));
            return true;
        });
        Found last = found.get(0);
        for (ClaimedDelivery delivery : last.claimed()) {
            if (!workers.begin(delivery, work)) {
                giveBack(delivery);
            }
        }
        return last.pause();
    }

    private void reap(Connection connection, Instant now) throws SQLException {
        if (Duration.between(reapedAt.get(), now).abs().compareTo(IDLE) < 0) {
            return;
        }
        int reaped = rows.reap(connection, now);
        reapedAt.set(now);
        if (reaped > 0) {
            LOG.infof("%d deliveries were under way on a node that did not come back; they are sent again", reaped);
        }
    }

    private static Duration pause(Instant now, @Nullable Instant next) {
        if (next == null) {
            return IDLE;
        }
        Duration until = Duration.between(now, next);
        if (until.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return until.compareTo(IDLE) > 0 ? IDLE : until;
    }

    /** It was not tried; if this fails, the lease ends by itself. */
    void giveBack(ClaimedDelivery delivery) throws SQLException {
        database.inTransaction((connection, now) -> {
            rows.release(connection, now, delivery);
            return true;
        });
    }

    /** The server stops: what is still leased to it was cut off, and others need not wait for the end of the lease. */
    void giveBackAll() throws SQLException {
        int[] released = {0};
        database.inTransaction((connection, now) -> {
            released[0] = rows.releaseAll(connection, now, owner);
            return released[0] > 0;
        });
        if (released[0] > 0) {
            LOG.infof("%d deliveries were cut off by the end of the server; they are sent again", released[0]);
        }
    }
}
