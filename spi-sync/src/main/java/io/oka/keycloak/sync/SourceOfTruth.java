package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which side is right where the two differ. */
public enum SourceOfTruth {
    /** The other system. */
    REMOTE,
    /** This one. */
    LOCAL;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    @JsonCreator
    public static SourceOfTruth ofWireName(String wireName) {
        SourceOfTruth found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such value");
        }
        return found;
    }

    /** Null if there is none of this name. */
    public static @Nullable SourceOfTruth find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
