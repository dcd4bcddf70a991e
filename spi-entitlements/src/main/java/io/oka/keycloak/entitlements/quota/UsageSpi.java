package io.oka.keycloak.entitlements.quota;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** What tenants use. */
public final class UsageSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-usage";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return UsageProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return UsageProviderFactory.class;
    }
}
