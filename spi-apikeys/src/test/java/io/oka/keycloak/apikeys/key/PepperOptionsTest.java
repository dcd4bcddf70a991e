package io.oka.keycloak.apikeys.key;

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

final class PepperOptionsTest {

    static final String ONE = base64(32, 1);
    static final String TWO = base64(48, 2);

    @Test
    void withoutAnyOptionThereAreNone() {
        assertThat(read(Map.of())).isNull();
        assertThat(read(Map.of("pepper-1", " "))).isNull();
    }

    @Test
    void firstPepperIsCurrentUnlessAnotherIsNamed() {
        assertThat(read(Map.of("pepper-1", ONE))).isEqualTo(new PepperOptions(1, Map.of(1, ONE)));
        assertThat(read(Map.of("pepper-1", ONE, "pepper-2", TWO)))
                .isEqualTo(new PepperOptions(1, Map.of(1, ONE, 2, TWO)));
        assertThat(read(Map.of("pepper-1", ONE, "pepper-2", TWO, "pepper-current", "2")))
                .isEqualTo(new PepperOptions(2, Map.of(1, ONE, 2, TWO)));
        assertThat(read(Map.of("pepper-99", TWO, "pepper-current", "99")))
                .isEqualTo(new PepperOptions(99, Map.of(99, TWO)));
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
        assertThat(PepperOptions.vaultEntry("vault:oka-pepper")).isEqualTo("oka-pepper");
        assertThat(PepperOptions.vaultEntry("${vault.oka-pepper}")).isEqualTo("oka-pepper");
        assertThat(PepperOptions.vaultEntry(ONE)).isNull();
        assertThat(Objects.requireNonNull(read(Map.of("pepper-1", "vault:oka-pepper")))
                        .needsVault())
                .isTrue();
        assertThat(new PepperOptions(1, Map.of(1, ONE)).needsVault()).isFalse();
    }

    @Test
    void whoHasNoneIsToldHowToMakeOne() {
        assertThat(PepperOptions.missing())
                .contains("openssl rand -base64 32", "KC_SPI_OKA_API_KEY__JPA__PEPPER_1", "vault");
    }

    @Test
    void optionsDoNotShowTheirSecrets() {
        assertThat(new PepperOptions(1, Map.of(1, ONE)).toString()).isEqualTo("PepperOptions[current=1, versions=[1]]");
    }

    @Test
    void developmentPepperIsOne() {
        assertThat(new Peppers(PepperOptions.forDevelopment(), (realm, entry) -> null).current())
                .isEqualTo(1);
        assertThat(read(Map.of(
                        "pepper-1",
                        String.valueOf(
                                PepperOptions.forDevelopment().byVersion().get(1)))))
                .isNotNull();
    }

    static String base64(int bytes, int fill) {
        byte[] pepper = new byte[bytes];
        Arrays.fill(pepper, (byte) fill);
        return Base64.getEncoder().encodeToString(pepper);
    }

    private static @Nullable PepperOptions read(Map<String, String> options) {
        return PepperOptions.read(options::get);
    }
}
