package io.oka.keycloak.tenants;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link TenantSessionProvider}s. */
public interface TenantSessionProviderFactory extends ProviderFactory<TenantSessionProvider> {}
