package io.oka.keycloak.apikeys;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ApiKeyProvider}s. */
public interface ApiKeyProviderFactory extends ProviderFactory<ApiKeyProvider> {}
