package io.oka.keycloak.apikeys.realm;

import io.oka.keycloak.common.realm.RealmRootFactory;
import org.keycloak.models.KeycloakSession;

/** Opens the door at {@code /realms/{realm}/api-keys}, where not every call has a caller. */
public final class RealmApiKeysResourceProviderFactory extends RealmRootFactory {

    public RealmApiKeysResourceProviderFactory() {
        super("api-keys");
    }

    @Override
    protected Object resource(KeycloakSession session) {
        return new RealmApiKeysResource(session);
    }
}
