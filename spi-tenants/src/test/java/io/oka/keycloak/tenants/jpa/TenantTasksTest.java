package io.oka.keycloak.tenants.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTasksTest {

    private static final Duration OTHERWISE = Duration.ofMinutes(5);

    @Test
    void intervalIsADuration() {
        assertThat(TenantTasks.interval("reconcile-interval", null, OTHERWISE)).isEqualTo(OTHERWISE);
        assertThat(TenantTasks.interval("reconcile-interval", "PT1S", OTHERWISE))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(TenantTasks.interval("reconcile-interval", "P1D", OTHERWISE)).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "300", "PT0S", "PT0.5S", "-PT5M", "P2D", "P9999999D"})
    void whatIsNoUsableIntervalEndsTheStartWithASentence(String value) {
        assertThatThrownBy(() -> TenantTasks.interval("reconcile-interval", value, OTHERWISE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("spi-oka-tenant--jpa--reconcile-interval must be")
                .hasMessageEndingWith(value);
    }
}
