package io.oka.keycloak.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EndpointHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-06T08:00:00Z");
    private static final EndpointHealth WELL = new EndpointHealth(null, 0, null);

    @Test
    void failureBeginsOnceAndIsCountedEachTime() {
        EndpointHealth ill = WELL.failed(NOW).failed(NOW.plusSeconds(5));

        assertThat(ill.failingSince()).isEqualTo(NOW);
        assertThat(ill.failures()).isEqualTo(2);
        assertThat(ill.openUntil()).isNull();
    }

    @Test
    void receiverIsSparedFromTheFifthFailureOnForEverLonger() {
        List<@Nullable Duration> spared = new ArrayList<>();
        EndpointHealth health = WELL;
        for (int i = 0; i < 11; i++) {
            health = health.failed(NOW);
            spared.add(health.openUntil() == null ? null : Duration.between(NOW, health.openUntil()));
        }

        assertThat(spared.subList(0, 4)).containsOnlyNulls();
        assertThat(spared.subList(4, 11))
                .containsExactly(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
    }

    @Test
    void fiveDaysOfFailureAreHopeless() {
        EndpointHealth ill = WELL.failed(NOW);

        assertThat(ill.isHopeless(NOW.plus(Duration.ofHours(120)).minusMillis(1)))
                .isFalse();
        assertThat(ill.isHopeless(NOW.plus(Duration.ofHours(120)))).isTrue();
        assertThat(WELL.isHopeless(NOW)).isFalse();
    }
}
