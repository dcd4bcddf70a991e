package io.oka.keycloak.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a delivery has come. The names stand in the database, and in its indexes. */
public enum DeliveryState {
    /** Nothing was tried yet. */
    PENDING,
    /** A node is trying. */
    LEASED,
    DELIVERED,
    /** It failed, and is tried again. */
    RETRYING,
    /** Its endpoint takes nothing for now. */
    HELD,
    /** It was tried often enough: a dead letter. */
    DEAD,
    /** Nobody wants it any more. */
    CANCELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static @Nullable DeliveryState find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
