package io.oka.keycloak.common.caller;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Whether the API key of a token still holds: answered by the keys' floor, which stands above this one. Without it no
 * key's token is known at the door. Asked with each request of a key, so it answers from a local cache.
 */
public interface ApiKeyCheck extends Provider {

    /**
     * @param scopes what the token holds
     * @return what of it the key still has; null if the key is not of this realm and tenant, revoked or expired, or its
     *     tenant is gone. That the tenant is suspended is for those to say who let keys do something
     */
    @Nullable
    Set<String> narrow(RealmModel realm, String keyId, String tenantId, Set<String> scopes);

    @Override
    default void close() {}
}
