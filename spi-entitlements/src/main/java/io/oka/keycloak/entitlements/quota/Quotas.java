package io.oka.keycloak.entitlements.quota;

import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** What is left of a tenant's quota, and the exact use of it. Callers are authorized before they come here. */
public interface Quotas extends Provider {

    /**
     * Whether so much may be used, without using it: advice, from this node's own count at once and the other nodes'
     * within two seconds; a minute old at the most while the database is away, of which the session's {@link
     * io.oka.keycloak.common.outage.Staleness} then tells. Warm it runs no SQL.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 503 if the database is away and nobody looked in the last
     *     minute
     */
    QuotaAnswer peek(RealmModel realm, QuotaRequest request);

    /**
     * Like {@link #peek}, of many requests of one tenant: at most one look at the database for all of them.
     *
     * @param keys limits of keys that the caller has read already, by the key's id
     * @return in the order of the requests
     */
    List<QuotaAnswer> peekAll(RealmModel realm, List<QuotaRequest> requests, Map<String, QuotaLimits.KeyLimit> keys);

    /**
     * Uses it if all levels allow it, and else leaves no trace; exact, on any number of nodes. In transactions of its own
     * and never in the session's: what was allowed stays used if the request fails afterwards. A repetition under the same
     * {@code idempotencyKey} gets the first answer's outcome and is not counted again; without one each call counts.
     *
     * <p>Commits the session's own transaction before it waits, so that no request waits with a connection in its hand:
     * call it last, when nothing is left to be read or written but the answer.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 422 if the idempotency key came with another payload, 503
     *     while the database is away, and if the session goes by anything that is too old
     */
    QuotaAnswer consume(RealmModel realm, QuotaRequest request);

    @Override
    default void close() {}

    /** The answer of whoever counts; while nobody does, nothing is limited. */
    static Quotas of(KeycloakSession session) {
        Quotas quotas = session.getProvider(Quotas.class);
        return quotas == null ? Uncounted.INSTANCE : quotas;
    }

    /** What holds while nobody counts. */
    final class Uncounted implements Quotas {

        static final Uncounted INSTANCE = new Uncounted();

        private Uncounted() {}

        @Override
        public QuotaAnswer peek(RealmModel realm, QuotaRequest request) {
            return QuotaAnswer.unlimited(0, 0);
        }

        @Override
        public List<QuotaAnswer> peekAll(
                RealmModel realm, List<QuotaRequest> requests, Map<String, QuotaLimits.KeyLimit> keys) {
            return requests.stream().map(request -> peek(realm, request)).toList();
        }

        @Override
        public QuotaAnswer consume(RealmModel realm, QuotaRequest request) {
            return QuotaAnswer.unlimited(0, 0);
        }
    }
}
