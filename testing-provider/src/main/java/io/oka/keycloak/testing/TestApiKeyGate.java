package io.oka.keycloak.testing;

import io.oka.keycloak.apikeys.ApiKeyGate;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Every family of keys may spend, once and for all, what its realm's attribute {@value #QUOTA} says; anything without it.
 */
final class TestApiKeyGate implements ApiKeyGate {

    static final String QUOTA = "test.keyQuota";

    private static final Map<String, Long> SPENT = new ConcurrentHashMap<>();

    @Override
    public Quota peek(RealmModel realm, ApiKeySnapshot key, @Nullable String service, long quantity) {
        String limit = realm.getAttribute(QUOTA);
        return limit == null
                ? Quota.UNLIMITED
                : quota(Long.parseLong(limit), SPENT.getOrDefault(key.familyId(), 0L), quantity);
    }

    @Override
    public Quota spend(RealmModel realm, ApiKeySnapshot key, @Nullable String service, long quantity) {
        String limit = realm.getAttribute(QUOTA);
        if (limit == null) {
            return Quota.UNLIMITED;
        }
        synchronized (SPENT) {
            Quota quota = peek(realm, key, service, quantity);
            return quota.allowed()
                    ? quota(Long.parseLong(limit), SPENT.merge(key.familyId(), quantity, Long::sum), 0)
                    : quota;
        }
    }

    private static Quota quota(long limit, long used, long wanted) {
        return new Quota(used + wanted <= limit, "api_key", limit, used, 0, Math.max(0, limit - used), null);
    }
}
