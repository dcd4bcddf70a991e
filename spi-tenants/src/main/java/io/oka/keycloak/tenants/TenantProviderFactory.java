package io.oka.keycloak.tenants;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link TenantProvider}s. */
public interface TenantProviderFactory extends ProviderFactory<TenantProvider> {}
