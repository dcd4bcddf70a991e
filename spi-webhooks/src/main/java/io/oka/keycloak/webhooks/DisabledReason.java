package io.oka.keycloak.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why the server ended deliveries to an endpoint. */
public enum DisabledReason {
    /** It answered 410. */
    GONE,
    /** There was nothing but failure for too long. */
    FAILING;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static @Nullable DisabledReason find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(reason -> reason.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
