package io.oka.keycloak.apikeys;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * What happens each time a key is used: from local caches that every node clears when a key or its tenant changes, at most
 * 30 seconds old, and without a write. A key that this node does not know yet costs one {@code SELECT}; what has not the
 * form of a key costs none.
 */
public interface ApiKeyUse extends Provider {

    /** For those who do not know from where the key came: only keys that may be used from anywhere pass. */
    Predicate<ApiKeySnapshot> ADDRESS_UNKNOWN = key -> key.allowed().isEmpty();

    /** Whether a presented key may be used now. It does not count as used before {@link #used}. */
    KeyCheck check(RealmModel realm, @Nullable String presented, Predicate<ApiKeySnapshot> allowedFrom);

    /**
     * The key of this id, whatever its state and its tenant's, for those who judge it themselves; null if the realm has
     * none.
     */
    default @Nullable ApiKeySnapshot known(RealmModel realm, String keyId) {
        return known(realm, List.of(keyId)).get(keyId);
    }

    /** The same for many, by id, with one {@code SELECT} for all that this node does not know yet. */
    Map<String, ApiKeySnapshot> known(RealmModel realm, Collection<String> keyIds);

    /**
     * The key, if it is this tenant's and works, and the tenant lives: for those who say by themselves that a tenant is
     * suspended.
     */
    @Nullable
    ApiKeySnapshot working(RealmModel realm, String keyId, String tenantId);

    /**
     * The key for which something was issued, if that still holds: it is {@link #working} and its tenant not suspended.
     * From where it is used does not matter any more.
     */
    @Nullable
    ApiKeySnapshot live(RealmModel realm, String keyId, String tenantId);

    /**
     * A valid key was used: remembered, and written in the background. If the process dies, the last uses of one flush
     * interval are lost; a clean stop loses none.
     */
    void used(KeyCheck valid);

    /** How long tokens live that keys are exchanged for. */
    Duration tokenLifespan();

    @Override
    default void close() {}
}
