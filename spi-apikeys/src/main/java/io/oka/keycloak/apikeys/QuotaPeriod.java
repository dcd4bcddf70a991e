package io.oka.keycloak.apikeys;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a key's own limit counts before it starts anew, in UTC. */
public enum QuotaPeriod {
    HOUR,
    DAY,
    MONTH;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The period of this name; null if there is none. Exact, as names on the wire are. */
    public static @Nullable QuotaPeriod find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(period -> period.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static QuotaPeriod ofWireName(String wireName) {
        QuotaPeriod period = find(wireName);
        if (period == null) {
            throw new IllegalArgumentException("A period is hour, day or month");
        }
        return period;
    }
}
