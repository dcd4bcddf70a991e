package io.oka.keycloak.webhooks.delivery;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a message is tried again: soon at first, then ever more rarely, for about three days. */
final class Backoff {

    /** Before each attempt, counted from the end of the one before it; the first is made at once. */
    private static final List<Duration> DELAYS = List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    static final int MOST_ATTEMPTS = DELAYS.size();

    /** So much earlier or later, lest all that failed together comes again together. */
    private static final double SPREAD = 0.2;

    private Backoff() {}

    /**
     * How long to wait for the next attempt; null if there is none.
     *
     * @param attempts that were made
     * @param random from 0 to 1
     */
    static @Nullable Duration after(int attempts, double random) {
        if (attempts >= MOST_ATTEMPTS) {
            return null;
        }
        double factor = 1 - SPREAD + 2 * SPREAD * random;
        return Duration.ofMillis(Math.round(DELAYS.get(attempts).toMillis() * factor));
    }
}
