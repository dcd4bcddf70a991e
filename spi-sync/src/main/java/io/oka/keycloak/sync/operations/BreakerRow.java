package io.oka.keycloak.sync.operations;

import io.oka.keycloak.sync.BreakerState;
import io.oka.keycloak.sync.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A breaker, and how it moves: closed → open → half open → closed, or open again. While an operator holds it nothing moves
 * it.
 *
 * @param failures in a row
 * @param outcomes of the last 50 items, the last one lowest: a bit is 1 where one failed; what is not known counts as well
 * @param trips how often it opened without having closed in between
 * @param probe the item that is tried while it is half open
 */
record BreakerRow(
        BreakerState state,
        @Nullable BreakerState forced,
        int failures,
        long outcomes,
        int trips,
        @Nullable Instant openedAt,
        @Nullable Instant openUntil,
        @Nullable String lastError,
        @Nullable String probe) {

    static final BreakerRow NEW = new BreakerRow(BreakerState.CLOSED, null, 0, 0, 0, null, null, null, null);

    private static final int LAST = 50;
    private static final long MASK = (1L << LAST) - 1;
    private static final int PERCENT = 100;
    private static final int MOST_DOUBLINGS = 20;

    /** An item came to its end, whatever that was: the other system and this one can work. */
    BreakerRow succeeded() {
        if (forced != null || state == BreakerState.OPEN) {
            return this;
        }
        if (state == BreakerState.HALF_OPEN) {
            return NEW.withError(lastError);
        }
        return counting(0, shifted(0), lastError);
    }

    /**
     * An item failed for a reason that may pass. One that was under way already when it opened says nothing new.
     *
     * @param errorClass stable, in snake case
     */
    BreakerRow failed(String itemId, String errorClass, Instant now, SyncSettings.Breaker settings) {
        if (forced != null || state == BreakerState.OPEN) {
            return this;
        }
        if (state == BreakerState.HALF_OPEN) {
            return itemId.equals(probe)
                    ? counting(failures + 1, shifted(1), errorClass).opened(now, settings)
                    : this;
        }
        BreakerRow counted = counting(failures + 1, shifted(1), errorClass);
        boolean trips = counted.failures >= settings.failuresInRow()
                || counted.failuresOfLast() * PERCENT >= settings.failurePercent() * LAST;
        return trips ? counted.opened(now, settings) : counted;
    }

    /** One item is tried, now that it was open for long enough, or that nobody will ever say what came of the last one. */
    BreakerRow probing(String itemId) {
        return new BreakerRow(
                BreakerState.HALF_OPEN, forced, failures, outcomes, trips, openedAt, openUntil, lastError, itemId);
    }

    /** An operator holds it, or lets it go: then it begins anew. */
    BreakerRow forcedTo(@Nullable BreakerState to) {
        return to == null
                ? NEW
                : new BreakerRow(state, to, failures, outcomes, trips, openedAt, openUntil, lastError, probe);
    }

    /** Whether what is of the system waits, but for one item that is tried. */
    boolean isShut() {
        return (forced == null ? state : forced) != BreakerState.CLOSED;
    }

    int failuresOfLast() {
        return Long.bitCount(outcomes & MASK);
    }

    private BreakerRow opened(Instant now, SyncSettings.Breaker settings) {
        Duration open = Duration.ofSeconds(Math.min(
                (long) settings.openSeconds() << Math.min(trips, MOST_DOUBLINGS), settings.longestOpenSeconds()));
        return new BreakerRow(
                BreakerState.OPEN, null, failures, outcomes, trips + 1, now, now.plus(open), lastError, null);
    }

    private long shifted(int bit) {
        return (outcomes << 1 | bit) & MASK;
    }

    private BreakerRow counting(int nowFailures, long nowOutcomes, @Nullable String error) {
        return new BreakerRow(state, forced, nowFailures, nowOutcomes, trips, openedAt, openUntil, error, probe);
    }

    private BreakerRow withError(@Nullable String error) {
        return new BreakerRow(state, forced, failures, outcomes, trips, openedAt, openUntil, error, probe);
    }
}
