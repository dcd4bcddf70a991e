package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.problem.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A month ({@code 2026-11}), a day ({@code 2026-11-21}) or an hour ({@code 2026-11-21T14}), in UTC.
 *
 * @param to not included
 */
record UsagePeriod(String text, Instant from, Instant to) {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{4}-\\d\\d)(-\\d\\d)?(T\\d\\d)?");

    /**
     * @param now in which month to look if none is named
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is none of the three
     */
    static UsagePeriod of(@Nullable String text, Instant now) {
        if (text == null || text.isEmpty()) {
            return month(YearMonth.from(now.atZone(ZoneOffset.UTC)).toString());
        }
        Matcher parts = WRITTEN.matcher(text);
        try {
            if (parts.matches()) {
                if (parts.group(2) == null && parts.group(3) == null) {
                    return month(text);
                }
                if (parts.group(2) != null) {
                    return parts.group(3) == null
                            ? from(text, LocalDate.parse(text).atStartOfDay(), ChronoUnit.DAYS)
                            : from(text, LocalDateTime.parse(text + ":00"), ChronoUnit.HOURS);
                }
            }
        } catch (DateTimeException e) {
            throw refusal();
        }
        throw refusal();
    }

    private static UsagePeriod month(String text) {
        return from(text, YearMonth.parse(text).atDay(1).atStartOfDay(), ChronoUnit.MONTHS);
    }

    private static UsagePeriod from(String text, LocalDateTime start, ChronoUnit length) {
        ZonedDateTime from = start.atZone(ZoneOffset.UTC);
        return new UsagePeriod(text, from.toInstant(), from.plus(1, length).toInstant());
    }

    private static RuntimeException refusal() {
        return Problem.invalid(
                        "period", "must be a month, a day or an hour, such as 2026-11, 2026-11-21, 2026-11-21T14")
                .asException();
    }
}
