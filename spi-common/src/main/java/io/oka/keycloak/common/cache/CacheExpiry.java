package io.oka.keycloak.common.cache;

import io.oka.keycloak.common.option.DurationOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The option that says how long a node may go by what it remembers if a message about a change is lost. */
public final class CacheExpiry {

    /** What is promised to callers: an operator may shorten it only. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    /** What is promised while the database is away, from when a value was read: to those who say that they go by it. */
    public static final Duration LONGEST_WHILE_AWAY = Duration.ofSeconds(60);

    private CacheExpiry() {}

    /**
     * @param option the option's whole name
     * @param value what the operator says; null for nothing
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    public static Duration of(String option, @Nullable String value) {
        return DurationOption.of(option, value, LONGEST, "PT0.1S", "PT30S");
    }
}
