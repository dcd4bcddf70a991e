package io.oka.keycloak.entitlements.quota;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Exact counting of use. */
public final class QuotasSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-quotas";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return Quotas.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return QuotasFactory.class;
    }
}
