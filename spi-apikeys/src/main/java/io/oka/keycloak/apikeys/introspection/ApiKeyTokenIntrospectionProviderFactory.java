package io.oka.keycloak.apikeys.introspection;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;

/** Stands before Keycloak's own provider of this id, which it is for every other access token. */
public final class ApiKeyTokenIntrospectionProviderFactory extends AccessTokenIntrospectionProviderFactory {

    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new ApiKeyTokenIntrospectionProvider(session);
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
