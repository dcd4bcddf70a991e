package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** For how long a plan is bought at a time: calendar months or years, in UTC. */
public enum BillingPeriod {
    MONTH,
    YEAR;

    /**
     * The end of the period that begins at this time.
     *
     * @param anchorDay the day of the month on which periods end where the month has it: what began on the 31st ends on
     *     28 February, and on 31 March again
     */
    public Instant after(Instant begin, int anchorDay) {
        ZonedDateTime from = begin.atZone(ZoneOffset.UTC);
        ZonedDateTime end = this == MONTH ? from.plusMonths(1) : from.plusYears(1);
        return end.withDayOfMonth(Math.min(anchorDay, end.toLocalDate().lengthOfMonth()))
                .toInstant();
    }

    /** The day of the month that periods have to end on from now on if one ends at this time. */
    public static int anchorDay(Instant end) {
        return end.atZone(ZoneOffset.UTC).getDayOfMonth();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The period of this name; null if there is none. */
    public static @Nullable BillingPeriod find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(period -> period.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static BillingPeriod ofWireName(String wireName) {
        BillingPeriod found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such period");
        }
        return found;
    }
}
