package io.oka.keycloak.apikeys.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UseOptionsTest {

    @Test
    void whatIsNotSetIsAsUsual() {
        assertThat(UseOptions.duration("cache-expiry", null, "PT30S", "PT0.1S", "PT30S"))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatIsSetWithinItsRangeHolds() {
        assertThat(UseOptions.duration("cache-expiry", "PT3S", "PT30S", "PT0.1S", "PT30S"))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT31S", "PT0S", "-PT5S", "30", "", "P1D"})
    void allElseEndsTheStartWithASentence(String value) {
        assertThatThrownBy(() -> UseOptions.duration("cache-expiry", value, "PT30S", "PT0.1S", "PT30S"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "spi-oka-api-key-use--default--cache-expiry must be a duration from PT0.1S to PT30S, such as"
                                + " PT30S, and is " + value);
    }
}
