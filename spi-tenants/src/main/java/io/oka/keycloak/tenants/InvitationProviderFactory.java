package io.oka.keycloak.tenants;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link InvitationProvider}s. */
public interface InvitationProviderFactory extends ProviderFactory<InvitationProvider> {}
