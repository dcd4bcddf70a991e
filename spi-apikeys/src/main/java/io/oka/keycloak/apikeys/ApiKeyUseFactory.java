package io.oka.keycloak.apikeys;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ApiKeyUse}. */
public interface ApiKeyUseFactory extends ProviderFactory<ApiKeyUse> {}
