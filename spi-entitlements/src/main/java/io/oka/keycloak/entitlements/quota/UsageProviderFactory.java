package io.oka.keycloak.entitlements.quota;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link UsageProvider}s. */
public interface UsageProviderFactory extends ProviderFactory<UsageProvider> {}
