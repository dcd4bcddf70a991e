package io.oka.keycloak.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a receiver says of when to come again (RFC 9110, section 10.2.3): seconds, or a date in one of three forms. */
final class RetryAfter {

    static final Duration LONGEST = Duration.ofHours(24);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            date("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
            date("EEE MMM ppd HH:mm:ss yyyy"));

    private RetryAfter() {}

    /** How long to wait; nothing for what is past or not understood, and never longer than {@link #LONGEST}. */
    static Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return Duration.ZERO;
        }
        String text = header.strip();
        Duration wanted = SECONDS.matcher(text).matches()
                ? Duration.ofSeconds(Long.parseLong(text))
                : Duration.between(now, dateOr(text, now));
        if (wanted.isNegative()) {
            return Duration.ZERO;
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }

    private static Instant dateOr(String text, Instant otherwise) {
        for (DateTimeFormatter form : DATES) {
            try {
                return form.parse(text, Instant::from);
            } catch (DateTimeParseException e) {
                // It may have one of the other forms.
                continue;
            }
        }
        return otherwise;
    }

    private static DateTimeFormatter date(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
