package io.oka.keycloak.common.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutgoingUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://Example.com, https, example.com, 443, /, example.com",
        "HTTPS://example.com:8443/a/../b?c=%20d, https, example.com, 8443, /a/../b?c=%20d, example.com:8443",
        "http://203.0.113.9, http, 203.0.113.9, 80, /, 203.0.113.9",
        "http://203.0.113.9:443/x, http, 203.0.113.9, 443, /x, 203.0.113.9:443",
        "https://[2001:DB8::1]/, https, 2001:db8::1, 443, /, [2001:db8::1]",
        "https://example.com?x, https, example.com, 443, /?x, example.com"
    })
    void urlIsTakenApart(String text, String scheme, String host, int port, String path, String header) {
        OutgoingUrl url = OutgoingUrl.parse(text);

        assertThat(url).isEqualTo(new OutgoingUrl(scheme, host, port, path));
        assertThat(url.hostHeader()).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " https://example.com",
                "example.com",
                "//example.com",
                "ftp://example.com",
                "file:///etc/passwd",
                "https:example.com",
                "https://",
                "https:///path",
                "https://user@example.com",
                "https://user:password@example.com",
                "https://example.com@127.0.0.1",
                "https://example.com\\@127.0.0.1",
                "https://@example.com",
                "https://example.com#fragment",
                "https://example.com:0",
                "https://example.com:65536",
                "https://example.com:x",
                "https://example.com/a b",
                "https://example.com/\r\nX: y",
                "https://exämple.com",
                "https://2130706433",
                "https://127.1",
                "https://0177.0.0.1",
                "https://0x7f.0.0.1",
                "https://example.0x1",
                "https://127.0.0.1.",
                "https://[::1",
                "jar:https://example.com!/"
            })
    void whatCouldBeReadInTwoWaysIsNone(String text) {
        assertThatThrownBy(() -> OutgoingUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must ");
    }

    @ParameterizedTest
    @ValueSource(ints = {OutgoingUrl.MAX_LENGTH, OutgoingUrl.MAX_LENGTH + 1})
    void longOnesEndSomewhere(int length) {
        String text = "https://example.com/" + "a".repeat(length - 20);

        if (length <= OutgoingUrl.MAX_LENGTH) {
            assertThat(OutgoingUrl.parse(text).pathAndQuery()).hasSize(length - 19);
        } else {
            assertThatThrownBy(() -> OutgoingUrl.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
