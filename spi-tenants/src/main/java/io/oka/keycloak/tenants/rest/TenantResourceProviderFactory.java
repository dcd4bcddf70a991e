package io.oka.keycloak.tenants.rest;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link TenantResourceProvider}s; its id is the path segment below the tenant. */
public interface TenantResourceProviderFactory extends ProviderFactory<TenantResourceProvider> {

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
