package io.oka.keycloak.tenants;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Storage of invitations. */
public final class InvitationSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "oka-invitation";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return InvitationProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return InvitationProviderFactory.class;
    }
}
