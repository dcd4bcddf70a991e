package io.oka.keycloak.apikeys.use;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/**
 * What operators decide about the use of keys, server-wide, below {@code spi-oka-api-key-use--default--}.
 *
 * @param tokenLifespan {@code token-lifespan}: how long tokens live that keys are exchanged for
 * @param cacheExpiry {@code cache-expiry}: how long a node may go by what it remembers if a message about a change is lost
 * @param flushInterval {@code last-used-interval}: how often it is written when keys were used last
 */
record UseOptions(Duration tokenLifespan, Duration cacheExpiry, Duration flushInterval) {

    private static final String PREFIX = "spi-oka-api-key-use--default--";

    static UseOptions of(Config.Scope config) {
        return new UseOptions(
                duration(config, "token-lifespan", "PT5M", "PT10S", "PT1H"),
                // Thirty seconds are what revocation promises: an operator may shorten it only.
                duration(config, "cache-expiry", "PT30S", "PT0.1S", "PT30S"),
                duration(config, "last-used-interval", "PT10S", "PT1S", "PT10M"));
    }

    /**
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    static Duration duration(Config.Scope config, String option, String usual, String least, String most) {
        return duration(option, config.get(option), usual, least, most);
    }

    static Duration duration(String option, @Nullable String value, String usual, String least, String most) {
        if (value == null) {
            return Duration.parse(usual);
        }
        String objection = PREFIX + option + " must be a duration from " + least + " to " + most + ", such as " + usual
                + ", and is " + value;
        try {
            Duration wanted = Duration.parse(value);
            if (wanted.compareTo(Duration.parse(least)) >= 0 && wanted.compareTo(Duration.parse(most)) <= 0) {
                return wanted;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(objection, e);
        }
        throw new IllegalArgumentException(objection);
    }
}
