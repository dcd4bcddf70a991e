package io.oka.keycloak.common.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationOptionTest {

    @Test
    void whatIsNotSetIsAsUsual() {
        assertThat(option(null)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatIsSetWithinItsRangeHolds() {
        assertThat(option("PT0.1S")).isEqualTo(Duration.ofMillis(100));
        assertThat(option("PT3S")).isEqualTo(Duration.ofSeconds(3));
        assertThat(option("P1D")).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.099S", "-PT5S", "P1DT0.001S", "P9999999D", "30", "P1M", ""})
    void allElseEndsTheStartWithASentence(String value) {
        assertThatThrownBy(() -> option(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spi-oka-example--jpa--patience must be a duration from PT0.1S to P1D, such as PT30S,"
                        + " and is " + value);
    }

    private static Duration option(@Nullable String value) {
        return DurationOption.of("spi-oka-example--jpa--patience", value, Duration.ofSeconds(30), "PT0.1S", "P1D");
    }
}
