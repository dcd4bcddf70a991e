package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a subscription stands. */
public enum SubscriptionStatus {
    ACTIVE,
    /** Its period has ended without renewal; it is good until its grace ends. */
    PAST_DUE,
    CANCELLED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of this name; null if there is none. */
    public static @Nullable SubscriptionStatus find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(status -> status.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static SubscriptionStatus ofWireName(String wireName) {
        SubscriptionStatus found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such status");
        }
        return found;
    }
}
