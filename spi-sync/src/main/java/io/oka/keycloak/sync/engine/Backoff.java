package io.oka.keycloak.sync.engine;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When an item that failed is tried again: soon at first, then ever more rarely, for about eight hours. */
final class Backoff {

    /** After the first attempt, the second, and so on. */
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4));

    static final int MOST_ATTEMPTS = DELAYS.size() + 1;

    /** So much earlier or later, lest all that failed together comes again together. */
    private static final double SPREAD = 0.2;

    private Backoff() {}

    /**
     * How long to wait for the next attempt; null if there is none.
     *
     * @param attempts that were made, this one included
     * @param random from 0 to 1
     */
    static @Nullable Duration after(int attempts, double random) {
        if (attempts >= MOST_ATTEMPTS) {
            return null;
        }
        double factor = 1 - SPREAD + 2 * SPREAD * random;
        return Duration.ofMillis(
                Math.round(DELAYS.get(Math.max(0, attempts - 1)).toMillis() * factor));
    }
}
