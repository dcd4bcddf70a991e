package io.oka.keycloak.common.realm;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Oka's set-up and settings of a realm, gathered from every floor. */
public final class OkaRealmSpi implements Spi {

    public static final String NAME = "oka-realm";

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return OkaRealmProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return OkaRealmProviderFactory.class;
    }
}
