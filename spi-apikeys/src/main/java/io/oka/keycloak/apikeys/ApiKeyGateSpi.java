package io.oka.keycloak.apikeys;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** What an API key may spend. */
public final class ApiKeyGateSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-api-key-gate";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ApiKeyGate.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ApiKeyGateFactory.class;
    }
}
