package io.oka.keycloak.apikeys.use;

import io.oka.keycloak.common.cache.CacheExpiry;
import io.oka.keycloak.common.option.DurationOption;
import java.time.Duration;
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

    /**
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    static UseOptions of(Config.Scope config) {
        return new UseOptions(
                DurationOption.of(
                        PREFIX + "token-lifespan",
                        config.get("token-lifespan"),
                        Duration.ofMinutes(5),
                        "PT10S",
                        "PT1H"),
                CacheExpiry.of(PREFIX + "cache-expiry", config.get("cache-expiry")),
                DurationOption.of(
                        PREFIX + "last-used-interval",
                        config.get("last-used-interval"),
                        Duration.ofSeconds(10),
                        "PT1S",
                        "PT10M"));
    }
}
