package io.oka.keycloak.entitlements.quota;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long is counted before counting begins anew. In UTC, which has no summer time. */
public enum QuotaWindow {
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS),
    MONTH(ChronoUnit.MONTHS);

    private final ChronoUnit unit;

    QuotaWindow(ChronoUnit unit) {
        this.unit = unit;
    }

    /** When the window began that this instant is in. */
    public Instant start(Instant at) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        // The calendar's fields, not a division: months differ in length.
        return this == MONTH
                ? time.toLocalDate()
                        .withDayOfMonth(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                : time.truncatedTo(unit).toInstant();
    }

    /** When the next window begins after the one that this instant is in. */
    public Instant end(Instant at) {
        return start(at).atZone(ZoneOffset.UTC).plus(1, unit).toInstant();
    }

    /** How long the window is that ends at this instant: months differ. */
    public Duration lengthUntil(Instant end) {
        return Duration.between(start(end.minusMillis(1)), end);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static QuotaWindow ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
