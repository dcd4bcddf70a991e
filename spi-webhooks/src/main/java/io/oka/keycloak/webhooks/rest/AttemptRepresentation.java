package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.webhooks.DeliveryAttempt;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One time that a delivery was sent. */
@Schema(name = "DeliveryAttempt")
record AttemptRepresentation(
        int number,
        Instant startedAt,

        @Schema(description = "Of the answer; null if there was none") @Nullable
        Integer status,

        @Schema(description = "How long it took, in milliseconds")
        int latencyMillis,

        @Schema(description = "Why there was no answer") @Nullable
        String error,

        @Schema(description = "The first 4 KiB of the answer's body") @Nullable
        String answer) {

    static AttemptRepresentation of(DeliveryAttempt attempt) {
        return new AttemptRepresentation(
                attempt.number(),
                attempt.startedAt(),
                attempt.status(),
                attempt.latencyMillis(),
                attempt.error(),
                attempt.answer());
    }
}
