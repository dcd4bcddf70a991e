package io.oka.keycloak.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BillingPeriodTest {

    @ParameterizedTest
    @CsvSource({
        "MONTH, 2026-11-21T12:00:00Z, 21, 2026-12-21T12:00:00Z",
        "MONTH, 2026-12-31T00:00:00Z, 31, 2027-01-31T00:00:00Z",
        "MONTH, 2027-01-31T00:00:00Z, 31, 2027-02-28T00:00:00Z",
        "MONTH, 2027-02-28T00:00:00Z, 31, 2027-03-31T00:00:00Z",
        "MONTH, 2027-03-31T00:00:00Z, 31, 2027-04-30T00:00:00Z",
        "MONTH, 2027-02-28T00:00:00Z, 28, 2027-03-28T00:00:00Z",
        "MONTH, 2028-01-30T23:59:59Z, 30, 2028-02-29T23:59:59Z",
        "YEAR, 2026-11-21T12:00:00Z, 21, 2027-11-21T12:00:00Z",
        "YEAR, 2028-02-29T00:00:00Z, 29, 2029-02-28T00:00:00Z",
        "YEAR, 2031-02-28T00:00:00Z, 29, 2032-02-29T00:00:00Z"
    })
    void periodEndsOnItsDayWhereTheMonthHasIt(BillingPeriod period, String begin, int anchorDay, String end) {
        assertThat(period.after(Instant.parse(begin), anchorDay)).isEqualTo(Instant.parse(end));
    }
}
