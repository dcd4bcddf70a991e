package io.oka.keycloak.apikeys.guess;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The limits of guessing at keys. */
public final class GuessLimitsSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "oka-api-key-guesses";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return GuessLimits.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return GuessLimitsFactory.class;
    }
}
