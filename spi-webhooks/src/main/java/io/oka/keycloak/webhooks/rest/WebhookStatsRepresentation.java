package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.DeliveryStats;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How deliveries to an endpoint go. */
@Schema(name = "WebhookStats")
record WebhookStatsRepresentation(
        @Schema(description = "How many are in each state; 10000 stands for that many or more")
        Map<String, Long> deliveries,

        @Schema(description = "How many are dead with nothing in their place; 10000 stands for that many or more")
        long deadLetters,

        @Schema(description = "When the oldest was made that may yet arrive") @Nullable
        Instant oldestWaitingAt,

        Lately last24Hours) {

    /** What the attempts of the last 24 hours tell. */
    @Schema(name = "WebhookStatsOfDay", description = "From the newest 10000 attempts of the last 24 hours at most")
    record Lately(
            long attempts,

            @Schema(description = "How many were answered with 2xx")
            long successes,

            long failures,

            @Schema(description = "In milliseconds") @Nullable
            Integer latencyP50,

            @Schema(description = "In milliseconds") @Nullable
            Integer latencyP95) {}

    static WebhookStatsRepresentation of(DeliveryStats stats) {
        Map<String, Long> deliveries = new TreeMap<>();
        for (DeliveryState state : DeliveryState.values()) {
            deliveries.put(state.wireName(), stats.deliveries().getOrDefault(state, 0L));
        }
        return new WebhookStatsRepresentation(
                deliveries,
                stats.deadLetters(),
                stats.oldestWaitingAt(),
                new Lately(
                        stats.attempts(),
                        stats.succeeded(),
                        stats.attempts() - stats.succeeded(),
                        stats.latencyP50(),
                        stats.latencyP95()));
    }
}
