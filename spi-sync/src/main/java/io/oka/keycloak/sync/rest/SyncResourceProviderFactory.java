package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.RealmRootFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link SyncResource} at {@code /realms/{realm}/sync}; who calls, each request's signature tells. */
public final class SyncResourceProviderFactory extends RealmRootFactory {

    static final String ID = "sync";

    public SyncResourceProviderFactory() {
        super(ID);
    }

    @Override
    protected Object resource(KeycloakSession session) {
        return new SyncResource(session);
    }
}
