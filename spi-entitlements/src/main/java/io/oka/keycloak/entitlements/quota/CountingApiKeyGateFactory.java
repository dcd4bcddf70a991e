package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.apikeys.ApiKeyGate;
import io.oka.keycloak.apikeys.ApiKeyGateFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes {@link CountingApiKeyGate}. */
public final class CountingApiKeyGateFactory implements ApiKeyGateFactory {

    @Override
    public ApiKeyGate create(KeycloakSession session) {
        return new CountingApiKeyGate(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "counting";
    }
}
