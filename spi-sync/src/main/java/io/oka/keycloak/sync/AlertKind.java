package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What operators are told of. */
public enum AlertKind {
    /** Many items of a system were given up. */
    DEAD_LETTERS,
    /** Items of a system wait for long. */
    QUEUE_AGE,
    /** A system and this one differ in many places. */
    DRIFT,
    AGENT_OFFLINE,
    /** Nothing of a system is applied. */
    BREAKER_OPEN,
    /** An operator tries where alerts go. */
    TEST;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    public static AlertKind ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
