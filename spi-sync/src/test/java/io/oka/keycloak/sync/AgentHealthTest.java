package io.oka.keycloak.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentHealthTest {

    private static final Instant SEEN = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, ONLINE",
        "89, ONLINE",
        "90, DEGRADED",
        "299, DEGRADED",
        "300, OFFLINE",
        "86400, OFFLINE",
        "-5, ONLINE"
    })
    void goesByHowLongAgoItWasHeardOf(long seconds, AgentHealth health) {
        assertThat(AgentHealth.of(SEEN, SEEN.plusSeconds(seconds))).isEqualTo(health);
    }
}
