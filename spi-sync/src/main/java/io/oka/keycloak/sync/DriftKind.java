package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the two sides differ. */
public enum DriftKind {
    /** It is there, not here. */
    MISSING_LOCAL,
    /** It is here, not there. */
    MISSING_REMOTE,
    /** They do not agree about a field. */
    FIELD_MISMATCH,
    /** The other system is ahead: what was applied here last is an older version. */
    STALE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    @JsonCreator
    public static DriftKind ofWireName(String wireName) {
        DriftKind found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such value");
        }
        return found;
    }

    /** Null if there is none of this name. */
    public static @Nullable DriftKind find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
