package io.oka.keycloak.apikeys.guess;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link GuessLimits}. */
public interface GuessLimitsFactory extends ProviderFactory<GuessLimits> {}
