package io.oka.keycloak.webhooks;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Webhooks: who is told what changed. */
public final class WebhookSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-webhooks";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return WebhookProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return WebhookProviderFactory.class;
    }
}
