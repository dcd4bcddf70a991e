package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an override gives beyond the plan. */
public enum OverrideType {
    /** More units a month; all of them add up. */
    QUOTA_BOOST,
    /** Another plan, if it is a higher one; the highest wins. */
    TIER_UPGRADE,
    /** A feature. */
    FEATURE_GRANT;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this name; null if there is none. */
    public static @Nullable OverrideType find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static OverrideType ofWireName(String wireName) {
        OverrideType found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such type of override");
        }
        return found;
    }
}
