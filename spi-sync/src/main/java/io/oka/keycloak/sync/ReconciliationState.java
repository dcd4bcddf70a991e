package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a comparison is. The names stand in the database, and in its indexes. */
public enum ReconciliationState {
    /** No agent has sent a page yet. */
    WAITING,
    /** Pages come. */
    COMPARING,
    /** Each code of both sides was compared. */
    DONE,
    /** No page came for too long. */
    FAILED,
    /** An operator ended it. */
    CANCELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    @JsonCreator
    public static ReconciliationState ofWireName(String wireName) {
        ReconciliationState found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such value");
        }
        return found;
    }

    /** Null if there is none of this name. */
    public static @Nullable ReconciliationState find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
