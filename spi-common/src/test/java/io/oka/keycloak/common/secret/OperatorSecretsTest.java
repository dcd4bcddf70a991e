package io.oka.keycloak.common.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorSecretsTest {

    static final OperatorSecrets.Kind KIND = new OperatorSecrets.Kind(
            "spi-oka-api-key--jpa--",
            "pepper",
            "New API keys are to be hashed under pepper",
            "There is none.",
            base64(40, 9));

    static final String ONE = base64(32, 1);
    static final String TWO = base64(48, 2);

    @Test
    void withoutAnyOptionThereAreNone() {
        assertThat(read(Map.of())).isNull();
        assertThat(read(Map.of("pepper-1", " "))).isNull();
    }

    @Test
    void firstPepperIsCurrentUnlessAnotherIsNamed() {
        assertThat(read(Map.of("pepper-1", ONE))).isEqualTo(new OperatorSecrets(KIND, 1, Map.of(1, ONE)));
        assertThat(read(Map.of("pepper-1", ONE, "pepper-2", TWO)))
                .isEqualTo(new OperatorSecrets(KIND, 1, Map.of(1, ONE, 2, TWO)));
        assertThat(read(Map.of("pepper-1", ONE, "pepper-2", TWO, "pepper-current", "2")))
                .isEqualTo(new OperatorSecrets(KIND, 2, Map.of(1, ONE, 2, TWO)));
        assertThat(read(Map.of("pepper-99", TWO, "pepper-current", "99")))
                .isEqualTo(new OperatorSecrets(KIND, 99, Map.of(99, TWO)));
    }

    @Test
    void currentPepperMustBeThere() {
        assertThatThrownBy(() -> read(Map.of("pepper-1", ONE, "pepper-current", "2")))
                .hasMessage("New API keys are to be hashed under pepper 2, and spi-oka-api-key--jpa--pepper-2 is not"
                        + " set.");
        assertThatThrownBy(() -> read(Map.of("pepper-2", TWO))).hasMessageContaining("pepper-current");
        assertThatThrownBy(() -> read(Map.of("pepper-current", "1"))).hasMessageContaining("pepper-1 is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100", "-1", "two", "", "1.0", "01"})
    void currentThatIsNoVersionEndsTheStart(String current) {
        assertThatThrownBy(() -> read(Map.of("pepper-1", ONE, "pepper-current", current)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be the number of a pepper, 1 to 99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "not base64 at all, though it is long enough to be a pepper", "AAAA", "vault:"})
    void pepperThatIsTooShortOrNoneEndsTheStartWithoutBeingShown(String pepper) {
        assertThatThrownBy(() -> read(Map.of("pepper-1", pepper)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("spi-oka-api-key--jpa--pepper-1 must be at least 32 random bytes in Base64")
                .hasMessageNotContaining("not base64 at all")
                .hasNoCause();
    }

    @Test
    void thirtyOneBytesAreTooFew() {
        assertThatThrownBy(() -> read(Map.of("pepper-1", base64(31, 3)))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eitherAlphabetIsRead() {
        byte[] bytes = new byte[33];
        Arrays.fill(bytes, (byte) 0xFB);

        assertThat(read(Map.of(
                        "pepper-1", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))))
                .isNotNull();
        assertThat(read(Map.of("pepper-1", Base64.getEncoder().encodeToString(bytes) + "\n")))
                .isNotNull();
    }

    @Test
    void pepperMayBeInTheVault() {
        assertThat(OperatorSecrets.vaultEntry("vault:oka-pepper")).isEqualTo("oka-pepper");
        assertThat(OperatorSecrets.vaultEntry("${vault.oka-pepper}")).isEqualTo("oka-pepper");
        assertThat(OperatorSecrets.vaultEntry(ONE)).isNull();
        assertThat(Objects.requireNonNull(read(Map.of("pepper-1", "vault:oka-pepper")))
                        .needsVault())
                .isTrue();
        assertThat(new OperatorSecrets(KIND, 1, Map.of(1, ONE)).needsVault()).isFalse();
    }

    @Test
    void optionsDoNotShowTheirSecrets() {
        assertThat(new OperatorSecrets(KIND, 1, Map.of(1, ONE)).toString())
                .isEqualTo("OperatorSecrets[spi-oka-api-key--jpa--pepper-, current=1, versions=[1]]");
    }

    @Test
    void developmentSecretIsOne() {
        OperatorSecrets development = OperatorSecrets.forDevelopment(KIND);

        assertThat(development.bytes(1, "demo", (realm, entry) -> null)).hasSize(40);
        assertThat(read(Map.of("pepper-1", KIND.development()))).isNotNull();
    }

    @Test
    void versionThatIsNotSetIsAFailure() {
        OperatorSecrets secrets = new OperatorSecrets(KIND, 1, Map.of(1, ONE));

        assertThatThrownBy(() -> secrets.bytes(2, "demo", (realm, entry) -> null))
                .hasMessage("spi-oka-api-key--jpa--pepper-2 is needed, and not set");
    }

    static String base64(int bytes, int fill) {
        byte[] pepper = new byte[bytes];
        Arrays.fill(pepper, (byte) fill);
        return Base64.getEncoder().encodeToString(pepper);
    }

    private static @Nullable OperatorSecrets read(Map<String, String> options) {
        return OperatorSecrets.read(KIND, options::get);
    }
}
