package io.oka.keycloak.common.caller;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link ApiKeyCheck}. */
public interface ApiKeyCheckFactory extends ProviderFactory<ApiKeyCheck> {

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
