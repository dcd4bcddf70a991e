package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.realm.RealmRootFactory;
import org.keycloak.models.KeycloakSession;

/** Opens the door at {@code /realms/{realm}/tenants}. */
public final class TenantsResourceProviderFactory extends RealmRootFactory {

    public TenantsResourceProviderFactory() {
        super("tenants");
    }

    @Override
    protected Object resource(KeycloakSession session) {
        return new TenantsResource(session, caller(session));
    }
}
