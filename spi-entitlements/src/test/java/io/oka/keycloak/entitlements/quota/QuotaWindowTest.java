package io.oka.keycloak.entitlements.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class QuotaWindowTest {

    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource({
        "HOUR, 2026-11-21T14:59:59.999999Z, 2026-11-21T14:00:00Z, 2026-11-21T15:00:00Z",
        "HOUR, 2026-11-21T15:00:00Z, 2026-11-21T15:00:00Z, 2026-11-21T16:00:00Z",
        "DAY, 2026-12-31T23:59:59Z, 2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, 2026-11-30T23:59:59.999999Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "MONTH, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "MONTH, 2026-12-01T00:00:00Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z"
    })
    void windowsAreTheCalendarsInUtc(QuotaWindow window, Instant at, Instant start, Instant end) {
        assertThat(window.start(at)).isEqualTo(start);
        assertThat(window.end(at)).isEqualTo(end);
    }

    @Test
    void summerTimeChangesNothing() {
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of("Europe/Berlin")));
        Instant inTheHourThatIsThereTwice = Instant.parse("2026-10-25T01:30:00Z");

        assertThat(QuotaWindow.HOUR.start(inTheHourThatIsThereTwice)).isEqualTo("2026-10-25T01:00:00Z");
        assertThat(Duration.between(
                        QuotaWindow.DAY.start(inTheHourThatIsThereTwice),
                        QuotaWindow.DAY.end(inTheHourThatIsThereTwice)))
                .isEqualTo(Duration.ofHours(24));
        assertThat(QuotaWindow.MONTH.end(inTheHourThatIsThereTwice)).isEqualTo("2026-11-01T00:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void everyInstantIsInOneWindowAndWindowsMeet(QuotaWindow window) {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Instant at = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));

            assertThat(window.start(at)).isBeforeOrEqualTo(at);
            assertThat(window.end(at)).isAfter(at);
            assertThat(window.start(window.start(at))).isEqualTo(window.start(at));
            assertThat(window.start(window.end(at))).isEqualTo(window.end(at));
            assertThat(window.end(window.start(at).minusNanos(1))).isEqualTo(window.start(at));
        }
    }
}
