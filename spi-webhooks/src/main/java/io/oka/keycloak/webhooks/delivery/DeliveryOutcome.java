package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.outgoing.OutgoingResult;
import io.oka.keycloak.common.outgoing.OutgoingResult.Answered;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an attempt leads to. */
sealed interface DeliveryOutcome {

    /** The receiver has it. */
    record Delivered() implements DeliveryOutcome {}

    /**
     * It is tried again.
     *
     * @param gone whether the receiver wants nothing more: then its endpoint ends, and this one waits with the others
     */
    record Retry(Instant at, boolean gone) implements DeliveryOutcome {}

    /** It was tried often enough, and waits for a person. */
    record Dead(boolean gone) implements DeliveryOutcome {}

    int GONE = 410;

    /**
     * @param result null if nothing could be sent, for a reason of our own
     * @param attempts with this one
     * @param random from 0 to 1
     */
    static DeliveryOutcome of(@Nullable OutgoingResult result, int attempts, Instant now, double random) {
        int status = result instanceof Answered answered ? answered.status() : 0;
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        Duration delay = Backoff.after(attempts, random);
        if (delay == null) {
            return new Dead(status == GONE);
        }
        Duration asked =
                result instanceof Answered answered ? RetryAfter.parse(answered.retryAfter(), now) : Duration.ZERO;
        return new Retry(now.plus(asked.compareTo(delay) > 0 ? asked : delay), status == GONE);
    }

    /** What an attempt's row says went wrong; null where the status says enough. */
    static @Nullable String error(@Nullable OutgoingResult result) {
        if (result == null) {
            return "not_sent";
        }
        if (result instanceof OutgoingResult.Failed failed) {
            return failed.failure().wireName();
        }
        int status = result instanceof Answered answered ? answered.status() : 0;
        return status >= 300 && status < 400 ? "redirect" : null;
    }
}
