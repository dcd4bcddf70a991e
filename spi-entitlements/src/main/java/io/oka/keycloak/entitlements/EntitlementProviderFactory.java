package io.oka.keycloak.entitlements;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link EntitlementProvider}s. */
public interface EntitlementProviderFactory extends ProviderFactory<EntitlementProvider> {}
