package io.oka.keycloak.apikeys.use;

import io.oka.keycloak.apikeys.ApiKeyChangedEvent;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.common.cache.ClusterCache;
import java.time.Duration;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What this node remembers of keys. Keys into the caches begin with the realm's id: a secret or an id of one realm never
 * finds what another has cached.
 *
 * @param ids the id of the key that a secret is, by the secret's fingerprint; that never changes
 * @param misses fingerprints of what is no key; apart, so that guesses drive out no keys
 * @param keys what keys are, by id
 */
record KeyCaches(ClusterCache<String> ids, ClusterCache<Boolean> misses, ClusterCache<ApiKeySnapshot> keys) {

    private static final int MOST_KEYS = 50_000;
    private static final int MOST_MISSES = 10_000;

    static KeyCaches create(KeycloakSessionFactory factory, Duration hardExpiry) {
        return new KeyCaches(
                ClusterCache.create(factory, "oka-api-key-ids", MOST_KEYS, hardExpiry),
                ClusterCache.create(factory, "oka-api-key-misses", MOST_MISSES, hardExpiry),
                ClusterCache.create(factory, "oka-api-keys", MOST_KEYS, hardExpiry));
    }

    static String at(String realmId, String name) {
        return realmId + "/" + name;
    }

    void forget(ApiKeyChangedEvent changed) {
        keys.invalidateAfterCommit(changed.session(), at(changed.realmId(), changed.keyId()));
    }
}
