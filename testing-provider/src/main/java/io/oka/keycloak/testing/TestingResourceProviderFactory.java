package io.oka.keycloak.testing;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Puts {@link TestingResource} at {@code /realms/{realm}/oka-testing}. */
public final class TestingResourceProviderFactory implements RealmResourceProviderFactory {

    @Override
    public String getId() {
        return "oka-testing";
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new TestingResourceProvider(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
