package io.oka.keycloak.webhooks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a message is written. */
public enum WebhookFormat {
    /** {@code {id, type, timestamp, data, …}}, as Standard Webhooks suggests. */
    STANDARD,
    /** CloudEvents 1.0, structured JSON. */
    CLOUDEVENTS;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static WebhookFormat ofWireName(String wireName) {
        WebhookFormat found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("must be standard or cloudevents");
        }
        return found;
    }

    public static @Nullable WebhookFormat find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
