package io.oka.keycloak.sync.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How sync goes in all realms together, as it was last looked at.
 *
 * @param itemsByState how many items wait, are under way or were given up, by the names of {@code ItemState}
 * @param queueAge for how long the oldest item that is due waits
 * @param breakersByState how many systems' breakers are in which state
 * @param agentsByHealth how many agents are {@code online}, {@code degraded} and {@code offline}
 * @param openDrift how many differences nobody has done anything about
 * @param firingAlerts how many alerts stand
 */
record Sight(
        Instant at,
        Map<String, Long> itemsByState,
        Duration queueAge,
        Map<String, Long> breakersByState,
        Map<String, Long> agentsByHealth,
        long openDrift,
        long firingAlerts) {

    /** So much may be applied now, or soon. */
    long queued() {
        return itemsByState.getOrDefault("queued", 0L)
                + itemsByState.getOrDefault("processing", 0L)
                + itemsByState.getOrDefault("retrying", 0L);
    }
}
