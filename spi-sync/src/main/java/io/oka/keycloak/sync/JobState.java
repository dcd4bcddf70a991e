package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a job is. */
public enum JobState {
    /** Nothing of it was begun. */
    QUEUED,
    /** Some items are done, some are to be. */
    RUNNING,
    /** All that is left waits to be tried again. */
    RETRYING,
    /** Each item was applied, or skipped for good reason. */
    SUCCEEDED,
    /** Nothing is left to be tried, and some items wait for a mapping or were given up. */
    PARTIAL,
    /** Each item was given up. */
    DEAD,
    /** An operator ended it; what was applied before stays so. */
    CANCELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    public static JobState ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
