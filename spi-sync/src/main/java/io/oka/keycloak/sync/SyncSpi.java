package io.oka.keycloak.sync;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Sync with a billing or ERP system. */
public final class SyncSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-sync";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SyncProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SyncProviderFactory.class;
    }
}
