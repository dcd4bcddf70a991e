package io.oka.keycloak.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private static final double MIDDLE = 0.5;

    @Test
    void delaysGrowFromSecondsToADay() {
        List<Duration> delays = new ArrayList<>();
        for (int attempts = 0; attempts < Backoff.MOST_ATTEMPTS; attempts++) {
            delays.add(Backoff.after(attempts, MIDDLE));
        }

        assertThat(delays)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24));
    }

    @Test
    void nothingFollowsTheTenthAttempt() {
        assertThat(Backoff.after(10, MIDDLE)).isNull();
        assertThat(Backoff.after(11, MIDDLE)).isNull();
    }

    @Test
    void delayIsAFifthShorterOrLongerAtTheMost() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Backoff.after(2, random.nextDouble()))
                    .isBetween(Duration.ofSeconds(240), Duration.ofSeconds(360));
        }
        assertThat(Backoff.after(2, 0)).isEqualTo(Duration.ofSeconds(240));
        assertThat(Backoff.after(2, 1)).isEqualTo(Duration.ofSeconds(360));
    }
}
