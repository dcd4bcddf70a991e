package io.oka.keycloak.webhooks;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries to an endpoint go.
 *
 * @param deliveries how many are in each state, counted up to {@value #COUNTED_UP_TO}
 * @param deadLetters how many are dead, with nothing in their place; counted alike
 * @param attempts how many attempts of the last 24 hours the rest is taken from, the newest {@value #COUNTED_UP_TO} at most
 * @param succeeded how many of them were answered with success
 * @param latencyP50 in milliseconds; null without attempts
 * @param oldestWaitingAt when the oldest was made that may yet arrive
 */
public record DeliveryStats(
        Map<DeliveryState, Long> deliveries,
        long deadLetters,
        long attempts,
        long succeeded,
        @Nullable Integer latencyP50,
        @Nullable Integer latencyP95,
        @Nullable Instant oldestWaitingAt) {

    public static final int COUNTED_UP_TO = 10_000;
}
