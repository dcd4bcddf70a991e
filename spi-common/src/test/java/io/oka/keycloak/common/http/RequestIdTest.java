package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "abc-DEF_123.4", "..", "-", "0193f0a4-7d1c-7c1e-8f1e-2b5c4d6e7f80"})
    void harmlessIdIsTaken(String offered) {
        assertThat(RequestId.acceptOrMake(offered)).isEqualTo(offered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\r\nSet-Cookie: x=y",
                "a\n",
                "a\0",
                "ä",
                "a/b",
                "a:b",
                "${jndi:ldap://x}",
                "<script>",
                "a,b",
                "\u202Ea"
            })
    void anyOtherIsReplaced(String offered) {
        String made = RequestId.acceptOrMake(offered);

        assertThat(UUID.fromString(made)).hasToString(made);
    }

    @Test
    void lengthIsBounded() {
        assertThat(RequestId.acceptOrMake("a".repeat(128))).hasSize(128).startsWith("aa");
        assertThat(RequestId.acceptOrMake("a".repeat(129))).hasSize(36);
        assertThat(RequestId.acceptOrMake("a".repeat(1_000_000))).hasSize(36);
    }

    @Test
    void missingIdIsMade() {
        assertThat(RequestId.acceptOrMake(null)).hasSize(36).isNotEqualTo(RequestId.acceptOrMake(null));
    }
}
