package io.oka.keycloak.tenants;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Sessions of people in tenants. */
public final class TenantSessionSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-tenant-session";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantSessionProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return TenantSessionProviderFactory.class;
    }
}
