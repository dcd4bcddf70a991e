package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.webhooks.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what people write about deliveries. */
final class DeliveryInput {

    private static final String STATES =
            Arrays.stream(DeliveryState.values()).map(DeliveryState::wireName).collect(Collectors.joining(", "));

    private DeliveryInput() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is no state
     */
    static @Nullable DeliveryState state(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        DeliveryState state = DeliveryState.find(text);
        if (state == null) {
            throw Problem.invalid("status", "must be one of " + STATES).asException();
        }
        return state;
    }

    /** A time from which on, and before which. */
    record Window(Instant since, Instant until) {}

    /**
     * @param kept how long events are
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a time that is none, or too long ago
     */
    static Window window(RecoveryRepresentation wanted, Instant now, Duration kept) {
        Instant since = wanted.since();
        Instant until = wanted.until() == null ? now : wanted.until();
        new Validation()
                .check(since != null, "since", "is needed")
                .check(
                        since == null || !since.isBefore(now.minus(kept)),
                        "since",
                        "must be at most " + kept.toDays() + " days ago")
                .check(since == null || since.isBefore(until), "since", "must be before until, and before now")
                .check(!until.isAfter(now), "until", "must not be in the future")
                .orRefuse();
        return new Window(since == null ? now : since, until);
    }
}
