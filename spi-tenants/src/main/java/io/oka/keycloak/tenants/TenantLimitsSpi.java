package io.oka.keycloak.tenants;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The tier and the seats of a tenant. */
public final class TenantLimitsSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-tenant-limits";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantLimits.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return TenantLimitsFactory.class;
    }
}
