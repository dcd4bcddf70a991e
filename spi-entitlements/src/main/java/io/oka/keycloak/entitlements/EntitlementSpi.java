package io.oka.keycloak.entitlements;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Storage of plans, subscriptions, flags and overrides. */
public final class EntitlementSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-entitlements";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return EntitlementProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return EntitlementProviderFactory.class;
    }
}
