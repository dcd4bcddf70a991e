package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.tenants.rest.TenantContext;
import io.oka.keycloak.tenants.rest.TenantResourceProvider;
import io.oka.keycloak.tenants.rest.TenantResourceProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link QuotaResource} below each tenant. */
public final class QuotaResourceProviderFactory implements TenantResourceProviderFactory, TenantResourceProvider {

    @Override
    public TenantResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(TenantContext context) {
        return new QuotaResource(context);
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "quota";
    }
}
