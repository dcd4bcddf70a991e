package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.change.ChangeOrigin;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that somebody wants done to a tenant's counts. */
sealed interface Order {

    /** What the counting of a use depends on beside the use, as it is when it is ordered. */
    record Terms(QuotaLimits limits, int warningPercent, ChangeOrigin origin) {}

    /** What remembers its answer for a repetition. */
    sealed interface Repeatable extends Order {

        QuotaRequest use();

        Terms terms();

        /** Tells whether a repetition asks for the same. */
        String requestHash();
    }

    /**
     * @param enforced false for what has happened already, which is counted whatever the limit
     * @param at when it happened; null for now
     */
    record Take(
            QuotaRequest use,
            Terms terms,
            boolean enforced,
            @Nullable Instant at,
            String requestHash) implements Repeatable {

        Take(QuotaRequest use, Terms terms, boolean enforced, String requestHash) {
            this(use, terms, enforced, null, requestHash);
        }
    }

    record Reserve(QuotaRequest use, Terms terms, Duration ttl, String requestHash) implements Repeatable {}

    record Commit(String reservationId, long quantity, Terms terms) implements Order {}

    record Release(String reservationId) implements Order {}

    /** Gives back what reservations hold that have expired. */
    record Reclaim() implements Order {}

    /** The key under which its answer is remembered; null for none. */
    default @Nullable String idempotencyKey() {
        return this instanceof Repeatable repeatable ? repeatable.use().idempotencyKey() : null;
    }

    /** The reservation that it is about; null for none. */
    default @Nullable String aboutReservation() {
        if (this instanceof Commit commit) {
            return commit.reservationId();
        }
        return this instanceof Release release ? release.reservationId() : null;
    }
}
