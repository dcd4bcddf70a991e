package io.oka.keycloak.entitlements.quota;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the quota says to a request: the level that refuses it, or else the one with least left.
 *
 * @param limit null for the level {@code unlimited}
 * @param remaining never negative; null for the level {@code unlimited}
 * @param resetsAt when the window of this level ends; null for the level {@code unlimited}
 * @param window how long it is counted; null for the level {@code unlimited}, and where it is not known any more
 */
public record QuotaAnswer(
        boolean allowed,
        Level level,
        @Nullable Long limit,
        long used,
        long reserved,
        @Nullable Long remaining,
        @Nullable Instant resetsAt,
        @Nullable QuotaWindow window) {

    public QuotaAnswer(
            boolean allowed,
            Level level,
            @Nullable Long limit,
            long used,
            long reserved,
            @Nullable Long remaining,
            @Nullable Instant resetsAt) {
        this(allowed, level, limit, used, reserved, remaining, resetsAt, null);
    }

    /** Where nothing limits. */
    public static QuotaAnswer unlimited(long used, long reserved) {
        return new QuotaAnswer(true, Level.UNLIMITED, null, used, reserved, null, null);
    }

    /** Whose limit it is, narrowest first: the order in which they are asked. */
    public enum Level {
        API_KEY,
        SERVICE,
        TENANT,
        UNLIMITED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Level ofWireName(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
