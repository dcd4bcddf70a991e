package io.oka.keycloak.sync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

    private static final double MIDDLE = 0.5;

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT30S", "3, PT2M", "4, PT10M", "5, PT30M", "6, PT1H", "7, PT2H", "8, PT4H"})
    void waitsLongerAfterEachAttempt(int attempts, Duration wait) {
        assertThat(Backoff.after(attempts, MIDDLE)).isEqualTo(wait);
    }

    @Test
    void givesUpAfterTheNinth() {
        assertThat(Backoff.MOST_ATTEMPTS).isEqualTo(9);
        assertThat(Backoff.after(9, MIDDLE)).isNull();
    }

    @Test
    void spreadsByAFifth() {
        assertThat(Backoff.after(2, 0)).isEqualTo(Duration.ofSeconds(24));
        assertThat(Backoff.after(2, 1)).isEqualTo(Duration.ofSeconds(36));
    }
}
