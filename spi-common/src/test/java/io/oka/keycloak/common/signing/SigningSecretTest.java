package io.oka.keycloak.common.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SigningSecretTest {

    @Test
    void secretIsMadeOf32BytesAndNeverTwice() {
        SigningSecret one = SigningSecret.generate();

        assertThat(one.bytes()).hasSize(32);
        assertThat(one.reveal()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(SigningSecret.generate().reveal()).isNotEqualTo(one.reveal());
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void secretThatIsBroughtAlongIsKept(int length) {
        String base64 = base64(length);

        assertThat(Objects.requireNonNull(SigningSecret.parse("whsec_" + base64))
                        .reveal())
                .isEqualTo("whsec_" + base64);
        assertThat(Objects.requireNonNull(SigningSecret.parse(base64)).bytes()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 65, 200})
    void secretOfAnotherLengthIsNone(int length) {
        assertThat(SigningSecret.parse("whsec_" + base64(length))).isNull();
        assertThatThrownBy(() -> SigningSecret.of(new byte[length])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "whsec_not base64 at all, though it is long enough",
                "WHSEC_AAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void textThatIsNoneIsNone(String text) {
        assertThat(SigningSecret.parse(text)).isNull();
    }

    @Test
    void secretDoesNotShowItself() {
        assertThat(SigningSecret.generate().toString()).isEqualTo("SigningSecret");
        assertThat(SigningSecret.parse(null)).isNull();
    }

    private static String base64(int length) {
        return Base64.getEncoder().encodeToString(new byte[length]);
    }
}
