package io.oka.keycloak.entitlements.quota;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** What limits a use. */
public final class QuotaTermsSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-quota-terms";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return QuotaTerms.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return QuotaTermsFactory.class;
    }
}
