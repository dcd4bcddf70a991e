package io.oka.keycloak.common.caller;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** What the door asks about API keys. */
public final class ApiKeyCheckSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-api-key-check";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ApiKeyCheck.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ApiKeyCheckFactory.class;
    }
}
