package io.oka.keycloak.apikeys;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a key is for; it stands in the key itself, so that people see which one they hold. */
public enum ApiKeyEnvironment {
    LIVE,
    TEST;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The environment of this name; null if there is none. Exact, as names on the wire are. */
    public static @Nullable ApiKeyEnvironment find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(environment -> environment.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static ApiKeyEnvironment ofWireName(String wireName) {
        ApiKeyEnvironment environment = find(wireName);
        if (environment == null) {
            throw new IllegalArgumentException("An environment is live or test");
        }
        return environment;
    }
}
