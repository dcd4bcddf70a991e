package io.oka.keycloak.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One time that a delivery was sent.
 *
 * @param status of the answer; null if there was none
 * @param error why there was none
 * @param answer how the answer's body begins
 */
public record DeliveryAttempt(
        int number,
        Instant startedAt,
        @Nullable Integer status,
        int latencyMillis,
        @Nullable String error,
        @Nullable String answer) {}
