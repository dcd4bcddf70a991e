package io.oka.keycloak.tenants;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link TenantLimits}. */
public interface TenantLimitsFactory extends ProviderFactory<TenantLimits> {}
