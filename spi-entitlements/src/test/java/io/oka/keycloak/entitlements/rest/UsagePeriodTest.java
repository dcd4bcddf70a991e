package io.oka.keycloak.entitlements.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.common.problem.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsagePeriodTest {

    private static final Instant NOW = Instant.parse("2026-11-21T14:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "2028-02, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "2026-11-21, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
        "2026-12-31T23, 2026-12-31T23:00:00Z, 2027-01-01T00:00:00Z"
    })
    void monthDayOrHourInUtc(String text, Instant from, Instant to) {
        assertThat(UsagePeriod.of(text, NOW)).isEqualTo(new UsagePeriod(text, from, to));
    }

    @Test
    void withoutOneItIsThisMonth() {
        assertThat(UsagePeriod.of(null, NOW).text()).isEqualTo("2026-11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026",
                "2026-13",
                "2026-00",
                "2026-02-30",
                "2026-11T14",
                "2026-11-21T24",
                "now",
                "2026-11-21T14:00"
            })
    void restIsRefused(String text) {
        assertThatThrownBy(() -> UsagePeriod.of(text, NOW)).isInstanceOf(ProblemException.class);
    }
}
