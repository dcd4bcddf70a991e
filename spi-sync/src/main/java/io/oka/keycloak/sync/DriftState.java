package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is done about a difference. The names stand in the database, and in its indexes. */
public enum DriftState {
    /** In its grace period: it may yet go by itself. */
    PENDING,
    /** It counts. */
    OPEN,
    /** It is being set right here, or the other system was asked to. */
    APPROVED,
    /** It may stand, for a while or for good. */
    IGNORED,
    /** It was set right here. */
    FIXED,
    /** It was no longer seen. */
    RESOLVED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    @JsonCreator
    public static DriftState ofWireName(String wireName) {
        DriftState found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such value");
        }
        return found;
    }

    /** Null if there is none of this name. */
    public static @Nullable DriftState find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
