package io.oka.keycloak.sync.engine;

import io.micrometer.core.instrument.Timer;
import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.apply.ItemFailures;
import io.oka.keycloak.sync.operations.BreakerRows;
import io.oka.keycloak.sync.operations.BreakerRows.SystemId;
import io.oka.keycloak.sync.operations.SyncMeters;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;

/** What one thread does with a lane: applies one item after the other, and gives back what it does not come to. */
final class LaneWorker {

    private static final Logger LOG = Logger.getLogger(LaneWorker.class);

    private static final Duration TROUBLED = Duration.ofMinutes(10);

    private static final Set<String> OURS = Set.of(ItemFailures.LOCKED, ItemFailures.DATABASE_AWAY);

    private final ItemWorker items;
    private final Leases leases;
    private final BreakerRows breakers;
    private final Aftermath aftermath;
    private final Runnable done;
    private final Map<SystemId, Instant> failedAt = new ConcurrentHashMap<>();
    private volatile boolean over;

    /**
     * @param done told at the end of each lane
     */
    LaneWorker(ItemWorker items, Leases leases, BreakerRows breakers, Aftermath aftermath, Runnable done) {
        this.items = items;
        this.leases = leases;
        this.breakers = breakers;
        this.aftermath = aftermath;
        this.done = done;
    }

    /** The server stops: no further item is begun. */
    void end() {
        over = true;
    }

    void work(Lane lane) {
        Deque<ClaimedItem> left = new ArrayDeque<>(lane.items());
        try {
            boolean goesOn = true;
            while (goesOn && !left.isEmpty() && !over && isInTime(lane)) {
                goesOn = apply(left.remove(), left.isEmpty());
            }
        } finally {
            giveBack(lane, List.copyOf(left));
            done.run();
        }
    }

    /** A process that stood still comes back with a lease that others may have by now: it begins nothing with it. */
    private static boolean isInTime(Lane lane) {
        return now().isBefore(lane.claimedAt().plus(Leases.TO_BEGIN_IN));
    }

    /**
     * @param last whether it is the last of its lane
     * @return whether to go on with the next
     */
    private boolean apply(ClaimedItem item, boolean last) {
        try {
            Timer.Sample began = Timer.start();
            ItemOutcome outcome = items.apply(item);
            if (outcome != null) {
                SyncMeters.item(item.type(), item.id(), outcome, began);
            }
            aftermath.jobsChanged(List.of(item.jobId()));
            return outcome == null || tellBreaker(item, outcome, last);
        } catch (SQLException | RuntimeException e) {
            if (DatabaseFailures.isAway(e) || DatabaseFailures.isConflict(e)) {
                LOG.infof(
                        "What came of item %s could not be written, and its lease ends: %s", item.id(), e.getMessage());
            } else {
                LOG.warnf(e, "What came of item %s could not be written, and its lease ends", item.id());
            }
            // The others of the lane would fare no better now.
            return false;
        }
    }

    /**
     * Of a system that is well it is enough to say so once in a lane; of one that was not lately, each counts.
     *
     * @return whether to go on
     */
    private boolean tellBreaker(ClaimedItem item, ItemOutcome outcome, boolean last) throws SQLException {
        SystemId system = item.systemId();
        if (outcome instanceof ItemOutcome.Failed failed) {
            if (OURS.contains(failed.errorClass())) {
                // That is no sign that the other system is at fault.
                return true;
            }
            failedAt.put(system, now());
            return !breakers.failed(system, item.id(), failed.errorClass());
        }
        Instant failed = failedAt.get(system);
        if (last || (failed != null && now().isBefore(failed.plus(TROUBLED)))) {
            breakers.succeeded(system);
        }
        return true;
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private void giveBack(Lane lane, List<ClaimedItem> left) {
        if (left.isEmpty()) {
            return;
        }
        try {
            leases.giveBack(lane.token(), left);
        } catch (SQLException | RuntimeException e) {
            LOG.infof("%d items were not given back, and their lease ends by itself: %s", left.size(), e.getMessage());
        }
    }
}
