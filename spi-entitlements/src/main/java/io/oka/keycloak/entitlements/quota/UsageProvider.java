package io.oka.keycloak.entitlements.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Records what tenants use, holds units for what they are about to use, and tells what they have used. Callers are
 * authorized before they come here, and the tenant is known to be one of the realm.
 *
 * <p>What records, holds or gives back does so in a transaction of its own, exactly, on any number of nodes, and commits
 * the session's before it waits for that: it is to be the last thing that a request does. While the database is away it
 * ends in a {@link io.oka.keycloak.common.problem.ProblemException} with 503, and nothing is recorded.
 */
public interface UsageProvider extends Provider {

    /**
     * Units that were used, or are to be.
     *
     * @param enforced whether the limits may refuse it; what has happened already is counted whatever they say
     * @param at when it happened, for what is told of later: it counts in the windows of this very moment, and so must be
     *     of this calendar month; null for now. A time that is still to come counts as now. Not for what a key has used,
     *     whose windows may be shorter
     */
    record Use(
            QuotaRequest request,
            boolean enforced,
            @Nullable Instant at) {

        public Use {
            if (at != null && request.apiKeyId() != null) {
                throw new IllegalArgumentException("What a key used is recorded as it is used");
            }
        }

        public Use(QuotaRequest request, boolean enforced) {
            this(request, enforced, null);
        }
    }

    /**
     * Records these together, each all or nothing. That a key which is named is the tenant's the caller has seen to: one
     * that is forgotten meanwhile counts for itself, since what was used stays so.
     *
     * @return what became of each
     */
    List<Outcome> record(RealmModel realm, String tenantId, List<Use> uses);

    /** Holds units for a while; they count as used until they are committed, released or expired. */
    Outcome reserve(RealmModel realm, QuotaRequest request, Duration ttl);

    /**
     * Uses so much of what is held, and gives back the rest. To do it twice is as good as once.
     *
     * @param apiKeyId the key that asks: there is only what its family holds; null for whoever may do so with all
     */
    Outcome commit(RealmModel realm, String tenantId, @Nullable String apiKeyId, String reservationId, long quantity);

    /**
     * Gives back what is held. To do it twice is as good as once.
     *
     * @param apiKeyId as of {@link #commit}
     */
    Outcome release(RealmModel realm, String tenantId, @Nullable String apiKeyId, String reservationId);

    /**
     * Which uses are asked for; null does not narrow.
     *
     * @param apiKeyId a key, whose whole family is meant
     * @param from from this time on
     * @param to before this time
     */
    record Filter(
            @Nullable String service,
            @Nullable String apiKeyId,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * What was used of one service by one action of one key.
     *
     * @param apiKeyId the first key of its family; null for uses without a key
     */
    record Total(
            @Nullable String service,
            @Nullable String action,
            @Nullable String apiKeyId,
            long quantity,
            long events) {}

    /** By service, action and key; in full hours. */
    List<Total> totals(RealmModel realm, String tenantId, Filter filter);

    /** One use. */
    record Used(
            String id,
            Instant at,
            @Nullable String service,
            @Nullable String action,
            long quantity,
            @Nullable String apiKeyId,
            @Nullable String userId,
            @Nullable String reservationId,
            @Nullable String idempotencyKey,
            String correlationId) {}

    /**
     * Newest first.
     *
     * @param after the last one that was seen, and its time; null for the beginning
     */
    List<Used> events(RealmModel realm, String tenantId, Filter filter, @Nullable Place after, int max);

    /** Where a use stands in the order of uses. */
    record Place(Instant at, String id) {}

    /** The time, by the database's clock as far as this node knows it: by it windows begin and end. */
    Instant now();

    @Override
    default void close() {}
}
