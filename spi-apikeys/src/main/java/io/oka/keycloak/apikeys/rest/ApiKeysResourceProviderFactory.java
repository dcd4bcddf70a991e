package io.oka.keycloak.apikeys.rest;

import io.oka.keycloak.tenants.rest.TenantContext;
import io.oka.keycloak.tenants.rest.TenantResourceProvider;
import io.oka.keycloak.tenants.rest.TenantResourceProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link ApiKeysResource} below each tenant. */
public final class ApiKeysResourceProviderFactory implements TenantResourceProviderFactory, TenantResourceProvider {

    static final String ID = "api-keys";

    @Override
    public TenantResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(TenantContext context) {
        return new ApiKeysResource(context);
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
