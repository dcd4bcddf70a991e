package io.oka.keycloak.common.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowedTargetsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost, 127.0.0.1, true",
        "127.0.0.1, localhost, 127.0.0.2, false",
        "10.1.0.0/16, a.example, 10.1.255.1, true",
        "10.1.0.0/16, a.example, 10.2.0.1, false",
        "Hooks.Internal, hooks.internal, 10.2.0.1, true",
        "hooks.internal, other.internal, 10.2.0.1, false",
        "fd00::/8, a.example, fd12::1, true",
        "10.1.0.0/16, a.example, 1.1.1.1, true"
    })
    void whatIsNamedMayBeReachedBesideThePublicInternet(String entry, String host, String address, boolean permitted)
            throws UnknownHostException {
        AllowedTargets allowed = AllowedTargets.of(List.of(entry));

        assertThat(allowed.permit(host, InetAddress.getByName(address))).isEqualTo(permitted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "*.example.com",
                "10.1.0.1/16",
                "10.1/16",
                "127.1",
                "2130706433",
                "a..b",
                "-a",
                "a b"
            })
    void whatNamesNothingIsRefused(String entry) {
        assertThatThrownBy(() -> AllowedTargets.of(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(AllowedTargets.RULE);
    }
}
