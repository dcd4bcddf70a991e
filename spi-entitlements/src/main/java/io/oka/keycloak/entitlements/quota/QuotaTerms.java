package io.oka.keycloak.entitlements.quota;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Tells what limits a use. Answered by those who know plans, subscriptions, overrides and keys; whoever counts asks anew
 * at each use, and must be answered from a cache.
 */
public interface QuotaTerms extends Provider {

    /**
     * @param service the service that is used; null for none in particular
     * @param apiKeyId the key that uses it; null for none
     * @return the limits as they are now, {@link QuotaLimits#key} being null for an id that is none of this tenant's keys
     */
    QuotaLimits limits(RealmModel realm, String tenantId, @Nullable String service, @Nullable String apiKeyId);

    @Override
    default void close() {}

    /** The answer of whoever knows; while nobody does, nothing is limited and every key counts for itself. */
    static QuotaTerms of(KeycloakSession session) {
        QuotaTerms terms = session.getProvider(QuotaTerms.class);
        return terms == null ? Unlimited.INSTANCE : terms;
    }

    /** What holds while nobody sells anything. */
    final class Unlimited implements QuotaTerms {

        static final Unlimited INSTANCE = new Unlimited();

        private Unlimited() {}

        @Override
        public QuotaLimits limits(
                RealmModel realm, String tenantId, @Nullable String service, @Nullable String apiKeyId) {
            return apiKeyId == null
                    ? QuotaLimits.NONE
                    : new QuotaLimits(new QuotaLimits.KeyLimit(apiKeyId, null, QuotaWindow.MONTH), null, null);
        }
    }
}
