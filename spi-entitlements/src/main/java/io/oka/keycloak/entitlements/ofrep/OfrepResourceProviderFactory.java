package io.oka.keycloak.entitlements.ofrep;

import io.oka.keycloak.common.realm.RealmRootFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link OfrepResource} at {@code /realms/{realm}/ofrep}. */
public final class OfrepResourceProviderFactory extends RealmRootFactory {

    public OfrepResourceProviderFactory() {
        super("ofrep", new OfrepErrors());
    }

    @Override
    protected Object resource(KeycloakSession session) {
        return new OfrepResource(session, caller(session));
    }
}
