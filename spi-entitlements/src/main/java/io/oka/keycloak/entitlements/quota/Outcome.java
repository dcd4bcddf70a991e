package io.oka.keycloak.entitlements.quota;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of an order. */
public sealed interface Outcome {

    /**
     * It was done, now or when it was ordered first.
     *
     * @param duplicate whether it is a repetition, and counted then
     * @param reservation what was reserved; null for all else
     */
    record Done(
            boolean duplicate, QuotaAnswer quota, @Nullable Held reservation) implements Outcome {}

    /** A level has no room for it: nothing was counted. */
    record Exceeded(QuotaAnswer quota) implements Outcome {}

    /** Its idempotency key came with something else before. */
    record KeyReused() implements Outcome {}

    /** It happened in a month that is over: what was counted then stays so. */
    record TooOld() implements Outcome {}

    /** There is no such reservation. */
    record Unknown() implements Outcome {}

    /** The reservation holds less than that. */
    record TooMuch(long reserved) implements Outcome {}

    /**
     * The reservation ended otherwise.
     *
     * @param state {@code committed}, {@code released} or {@code expired}
     */
    record Ended(String state) implements Outcome {}

    /** Units held for a while. */
    record Held(String id, Instant expiresAt) {}
}
