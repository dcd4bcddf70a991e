package io.oka.keycloak.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-06T08:00:00Z");

    @Test
    void secondsAreWaited() {
        assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse(" 7 ", NOW)).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Fri, 06 Nov 2026 08:49:37 GMT", "Friday, 06-Nov-26 08:49:37 GMT", "Fri Nov  6 08:49:37 2026"})
    void dateInEachFormIsWaitedFor(String date) {
        assertThat(RetryAfter.parse(date, NOW)).isEqualTo(Duration.ofSeconds(49 * 60 + 37));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-1",
                "1.5",
                "1e9",
                "0x10",
                "12345678901",
                "Fri, 06 Nov 2026",
                "Thu, 05 Nov 2026 08:49:37 GMT",
                "Fri, 32 Nov 2026 08:49:37 GMT"
            })
    void whatIsPastOrNotUnderstoodIsNoReasonToWait(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.parse(null, NOW)).isEqualTo(Duration.ZERO);
    }

    @Test
    void nobodyIsWaitedForLongerThanADay() {
        assertThat(RetryAfter.parse("86401", NOW)).isEqualTo(Duration.ofHours(24));
        assertThat(RetryAfter.parse("999999999", NOW)).isEqualTo(Duration.ofHours(24));
        assertThat(RetryAfter.parse("Fri, 06 Nov 2099 08:49:37 GMT", NOW)).isEqualTo(Duration.ofHours(24));
    }
}
