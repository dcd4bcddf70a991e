package io.oka.keycloak.apikeys.exchange;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.protocol.oidc.TokenExchangeProviderFactory;

/** Exchanges keys on Keycloak's token endpoint (RFC 8693). */
public final class ApiKeyTokenExchangeProviderFactory implements TokenExchangeProviderFactory {

    /** Above Keycloak's own, which would refuse the type of subject token before we are asked. */
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public TokenExchangeProvider create(KeycloakSession session) {
        return new ApiKeyTokenExchangeProvider();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "oka-api-key";
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
