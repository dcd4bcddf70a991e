package io.oka.keycloak.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The breaker of a system.
 *
 * @param forced what an operator holds it at, {@code OPEN} or {@code CLOSED}; null if it goes by what happens
 * @param failuresInRow how many items failed last, one after the other, for a reason that may pass
 * @param failuresOfLast50 and how many of the last 50
 * @param trips how often it opened without having closed in between
 * @param openUntil when one item is tried
 * @param lastError the class of the last failure
 * @param probeItemId the item that is tried while it is half open
 * @param updatedAt null for one of which nothing is known, since nothing has ever failed
 */
public record SystemBreaker(
        String agentSystem,
        BreakerState state,
        @Nullable BreakerState forced,
        int failuresInRow,
        int failuresOfLast50,
        int trips,
        @Nullable Instant openedAt,
        @Nullable Instant openUntil,
        @Nullable String lastError,
        @Nullable String probeItemId,
        @Nullable Instant updatedAt) {

    /** What holds: an operator's word goes before what happened. */
    public BreakerState effective() {
        return forced == null ? state : forced;
    }
}
