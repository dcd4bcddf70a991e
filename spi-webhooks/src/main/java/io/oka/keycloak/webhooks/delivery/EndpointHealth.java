package io.oka.keycloak.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it goes with an endpoint.
 *
 * @param failingSince since when there is nothing but failure; null while it goes well
 * @param failures in a row
 * @param openUntil until when nothing is sent to it
 */
record EndpointHealth(
        @Nullable Instant failingSince,
        int failures,
        @Nullable Instant openUntil) {

    /** Nothing but failure for so long ends deliveries. */
    static final Duration HOPELESS = Duration.ofHours(120);

    /** From so many failures in a row on the receiver is spared for a while, and so are our threads. */
    static final int SPARED_FROM = 5;

    private static final Duration SPARED = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 4;

    EndpointHealth failed(Instant now) {
        int more = failures + 1;
        return new EndpointHealth(failingSince == null ? now : failingSince, more, openUntil(more, now));
    }

    boolean isHopeless(Instant now) {
        return failingSince != null && !failingSince.plus(HOPELESS).isAfter(now);
    }

    private static @Nullable Instant openUntil(int failures, Instant now) {
        if (failures < SPARED_FROM) {
            return null;
        }
        Duration open = SPARED.multipliedBy(1L << Math.min(failures - SPARED_FROM, MOST_DOUBLINGS));
        return now.plus(open.compareTo(LONGEST) > 0 ? LONGEST : open);
    }
}
