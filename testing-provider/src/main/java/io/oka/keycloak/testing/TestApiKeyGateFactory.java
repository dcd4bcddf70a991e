package io.oka.keycloak.testing;

import io.oka.keycloak.apikeys.ApiKeyGate;
import io.oka.keycloak.apikeys.ApiKeyGateFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes {@link TestApiKeyGate}; whoever counts in earnest goes before it. */
public final class TestApiKeyGateFactory implements ApiKeyGateFactory {

    @Override
    public ApiKeyGate create(KeycloakSession session) {
        return new TestApiKeyGate();
    }

    @Override
    public String getId() {
        return "testing";
    }

    @Override
    public int order() {
        return -1;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
