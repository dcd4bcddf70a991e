package io.oka.keycloak.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries to an endpoint go.
 *
 * @param disabledAt when the server itself ended them; null if it did not
 * @param pausedAt when an operator stopped them for a while; null if nobody did
 * @param failingSince since when there is nothing but failure; null while it goes well
 * @param consecutiveFailures attempts since then
 * @param openUntil until when nothing is sent, to spare a receiver that is down
 */
public record WebhookHealth(
        @Nullable Instant disabledAt,
        @Nullable DisabledReason disabledReason,
        @Nullable Instant pausedAt,
        @Nullable Instant failingSince,
        int consecutiveFailures,
        @Nullable Instant openUntil,
        @Nullable Instant lastSuccessAt) {}
