package io.oka.keycloak.entitlements.authzen;

import io.oka.keycloak.common.realm.RealmRootFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link AccessResource} at {@code /realms/{realm}/access}. */
public final class AccessResourceProviderFactory extends RealmRootFactory {

    static final String ROOT = "access";

    public AccessResourceProviderFactory() {
        super(ROOT, new ErrorMessages());
    }

    @Override
    protected Object resource(KeycloakSession session) {
        return new AccessResource(session, caller(session));
    }
}
