package io.oka.keycloak.common.codes;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** What other systems call what happens here. */
public final class ExternalCodesSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-external-codes";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ExternalCodes.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ExternalCodesFactory.class;
    }
}
