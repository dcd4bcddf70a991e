package io.oka.keycloak.apikeys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * What a key may spend: its own limit, its service's and its tenant's. Answered by the entitlements, which stand above
 * this floor and count; without them every key may spend anything.
 */
public interface ApiKeyGate extends Provider {

    /**
     * Whether the key may spend so much now; counts nothing.
     *
     * @param service what it would be spent on; null for none in particular
     * @param quantity not negative
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a service or a quantity that cannot be
     */
    Quota peek(RealmModel realm, ApiKeySnapshot key, @Nullable String service, long quantity);

    /**
     * Spends, all or nothing over all levels. What was refused is not counted. Exact on any number of nodes, and not
     * undone if the calling request's transaction rolls back.
     *
     * <p>May end the session's own transaction before it waits, so that no request waits with a connection in its hand:
     * call it last, when nothing is left to be read or written but the answer. If the process dies after it, so much stays
     * spent; a repetition under the same key is told the same and spends nothing.
     *
     * @param idempotencyKey tells a repetition from another use of this tenant's keys; null for one that is never repeated
     * @throws io.oka.keycloak.common.problem.ProblemException 422 if the idempotency key came with something else, 503
     *     while it cannot be counted
     */
    Quota spend(
            RealmModel realm,
            ApiKeySnapshot key,
            @Nullable String service,
            long quantity,
            @Nullable String idempotencyKey);

    @Override
    default void close() {}

    /**
     * How the limit stands that decides.
     *
     * @param level {@code api_key}, {@code service}, {@code tenant} or {@code unlimited}
     * @param limit null where there is none
     * @param resetsAt when the window ends; null where nothing is counted
     */
    record Quota(
            boolean allowed,
            String level,
            @Nullable Long limit,
            long used,
            long reserved,
            @Nullable Long remaining,
            @Nullable Instant resetsAt) {

        public static final Quota UNLIMITED = new Quota(true, "unlimited", null, 0, 0, null, null);
    }

    /** The answer of whoever is there to give one. */
    static ApiKeyGate of(KeycloakSession session) {
        ApiKeyGate gate = session.getProvider(ApiKeyGate.class);
        return gate == null ? Open.INSTANCE : gate;
    }

    /** What holds while nobody counts. */
    final class Open implements ApiKeyGate {

        static final Open INSTANCE = new Open();

        private Open() {}

        @Override
        public Quota peek(RealmModel realm, ApiKeySnapshot key, @Nullable String service, long quantity) {
            return Quota.UNLIMITED;
        }

        @Override
        public Quota spend(
                RealmModel realm,
                ApiKeySnapshot key,
                @Nullable String service,
                long quantity,
                @Nullable String idempotencyKey) {
            return Quota.UNLIMITED;
        }
    }
}
