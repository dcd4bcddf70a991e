package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.outgoing.OutgoingResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver.
 *
 * @param result null if nothing could be sent, for a reason of our own
 */
record Attempt(Instant startedAt, @Nullable OutgoingResult result) {

    @Nullable
    Long status() {
        return result instanceof OutgoingResult.Answered answered ? (long) answered.status() : null;
    }

    @Nullable
    String error() {
        return DeliveryOutcome.error(result);
    }

    long latencyMillis() {
        return result == null ? 0 : result.took().toMillis();
    }

    /** The beginning of what the receiver said, or of what there is to say in its place. */
    byte @Nullable [] answer() {
        if (result instanceof OutgoingResult.Answered answered) {
            return answered.body().isEmpty() ? null : answered.body().getBytes(StandardCharsets.UTF_8);
        }
        return null;
    }
}
