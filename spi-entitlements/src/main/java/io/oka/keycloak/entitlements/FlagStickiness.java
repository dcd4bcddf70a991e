package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who always falls on the same side of a rollout. */
public enum FlagStickiness {
    TENANT("tenant"),
    /** Whoever the asking application names, or the tenant where it names nobody. */
    TARGETING_KEY("targetingKey");

    private final String wireName;

    FlagStickiness(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The stickiness of this name; null if there is none. */
    public static @Nullable FlagStickiness find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(stickiness -> stickiness.wireName.equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static FlagStickiness ofWireName(String wireName) {
        FlagStickiness found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such stickiness");
        }
        return found;
    }
}
