package io.oka.keycloak.apikeys;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ApiKeyGate}s. */
public interface ApiKeyGateFactory extends ProviderFactory<ApiKeyGate> {}
