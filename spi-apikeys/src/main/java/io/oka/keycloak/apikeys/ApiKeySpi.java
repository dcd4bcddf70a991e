package io.oka.keycloak.apikeys;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Storage of API keys. */
public final class ApiKeySpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-api-key";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ApiKeyProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ApiKeyProviderFactory.class;
    }
}
