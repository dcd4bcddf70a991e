package io.oka.keycloak.tenants.rest;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** What hangs below a tenant's address. */
public final class TenantResourceSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-tenant-resource";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantResourceProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return TenantResourceProviderFactory.class;
    }
}
