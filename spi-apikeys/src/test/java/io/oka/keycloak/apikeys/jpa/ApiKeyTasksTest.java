package io.oka.keycloak.apikeys.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyTasksTest {

    private static final Duration OTHERWISE = Duration.ofMinutes(1);

    @Test
    void intervalIsADuration() {
        assertThat(ApiKeyTasks.interval("expiry-interval", null, OTHERWISE)).isEqualTo(OTHERWISE);
        assertThat(ApiKeyTasks.interval("expiry-interval", "PT1S", OTHERWISE)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ApiKeyTasks.interval("expiry-interval", "P1D", OTHERWISE)).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "300", "PT0S", "PT0.5S", "-PT5M", "P2D", "P9999999D"})
    void whatIsNoUsableIntervalEndsTheStartWithASentence(String value) {
        assertThatThrownBy(() -> ApiKeyTasks.interval("expiry-interval", value, OTHERWISE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("spi-oka-api-key--jpa--expiry-interval must be")
                .hasMessageEndingWith(value);
    }
}
