package io.oka.keycloak.tenants;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Storage of tenants and memberships. */
public final class TenantSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-tenant";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return TenantProviderFactory.class;
    }
}
