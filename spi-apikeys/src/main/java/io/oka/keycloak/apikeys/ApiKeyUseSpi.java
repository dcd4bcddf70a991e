package io.oka.keycloak.apikeys;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The use of API keys. */
public final class ApiKeyUseSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-api-key-use";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ApiKeyUse.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ApiKeyUseFactory.class;
    }
}
