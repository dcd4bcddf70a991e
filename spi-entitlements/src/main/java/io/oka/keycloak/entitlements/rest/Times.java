package io.oka.keycloak.entitlements.rest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** Times that callers name. */
final class Times {

    /** What PostgreSQL and RFC 3339 both can say. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Times() {}

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    static boolean isStorable(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    /** As it will be read back: the database is coarser than what can be written. */
    static @Nullable Instant kept(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }
}
