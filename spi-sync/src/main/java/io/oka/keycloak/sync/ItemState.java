package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far an item of a job is. */
public enum ItemState {
    /** To be applied. */
    QUEUED,
    /** A worker has it on lease. */
    PROCESSING,
    /** It failed for a reason that may pass, and waits. */
    RETRYING,
    /** A code in it is mapped to nothing yet; it resumes once it is. */
    PARKED,
    /** Done, in the very transaction that did it. */
    APPLIED,
    /** There was nothing to do: an older version, or one that was applied before. */
    SKIPPED,
    /** Given up: a dead letter. */
    DEAD,
    /** A dead letter that an operator gave up for good, with a reason. */
    DISCARDED,
    /** Its job was cancelled before it was applied. */
    CANCELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    public static ItemState ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
