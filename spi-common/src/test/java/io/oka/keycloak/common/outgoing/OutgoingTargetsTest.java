package io.oka.keycloak.common.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutgoingTargetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/hooks",
                "https://example.com:8443/hooks?key=1",
                "https://93.184.216.34/",
                "https://[2606:2800:220:1:248:1893:25c8:1946]/"
            })
    void publicInternetOverTlsIsForEverybody(String url) {
        assertThat(objection(url, false)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/, must begin with https://",
        "http://127.0.0.1/, must begin with https://",
        "https://127.0.0.1/, must be on the public internet",
        "https://localhost:8080/, must be on the public internet",
        "https://10.0.0.1/, must be on the public internet",
        "https://169.254.169.254/latest, must be on the public internet",
        "https://100.64.1.1/, must be on the public internet",
        "https://[::1]/, must be on the public internet",
        "https://[::ffff:127.0.0.1]/, must be on the public internet",
        "https://[64:ff9b::7f00:1]/, must be on the public internet"
    })
    void allElseIsForNobodyUntilTheOperatorNamesIt(String url, String objection) {
        assertThat(objection(url, false)).isEqualTo(objection);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9000/, 127.0.0.1",
        "http://localhost:9000/, 127.0.0.1",
        "http://10.1.2.3/, 10.1.0.0/16",
        "http://hooks.internal/, hooks.internal",
        "http://hooks.internal/, HOOKS.internal",
        "https://10.1.2.3/, 10.1.0.0/16"
    })
    void whatTheListNamesMayBeReachedAlsoUnencrypted(String url, String entry) {
        assertThat(objection(url, false, entry)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.2.2.3/, 10.1.0.0/16",
        "http://example.com/, 10.1.0.0/16",
        "http://example.com/, 0.0.0.0/0",
        "https://10.2.2.3/, hooks.internal",
        "http://localhost/, 10.0.0.0/8"
    })
    void whatItDoesNotNameStaysForbidden(String url, String entry) {
        assertThat(objection(url, false, entry)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"http://example.com/, true", "http://127.0.0.1/, false"})
    void plainHttpAnywhereIsOnThePublicInternetOnly(String url, boolean allowed) {
        assertThat(objection(url, true) == null).isEqualTo(allowed);
    }

    private static @Nullable String objection(String url, boolean plain, String... entries) {
        List<String> list = List.of(entries);
        return new OutgoingTargets(AllowedTargets.of(list), list, plain).objection(OutgoingUrl.parse(url));
    }
}
