package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether items of a system are applied. */
public enum BreakerState {
    /** All is well. */
    CLOSED,
    /** None, for a while. */
    OPEN,
    /** One, to see whether it is over. */
    HALF_OPEN;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    public static BreakerState ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
