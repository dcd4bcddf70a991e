package io.oka.keycloak.common.outage;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Whether the database is there. */
public final class DatabaseWatchSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-database-watch";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return DatabaseWatch.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return DatabaseWatchFactory.class;
    }
}
