package io.oka.keycloak.apikeys.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.common.secret.OperatorSecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class PeppersTest {

    private static final String ONE = base64(32, 1);
    private static final String TWO = base64(48, 2);

    private final ApiKeySecret secret = new ApiKeyFormat("oka", List.of()).generate(ApiKeyEnvironment.LIVE);
    private final Map<String, String> vault = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void hashIsHmacSha256OfTheWholeKey() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(ONE), "HmacSHA256"));

        byte[] hash = peppers(1, Map.of(1, ONE)).hash("demo", secret);

        assertThat(hash).isEqualTo(mac.doFinal(secret.reveal().getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void everyVersionIsTriedTheCurrentOneFirst() {
        Peppers peppers = peppers(2, Map.of(1, ONE, 2, TWO, 3, base64(32, 7)));

        List<byte[]> hashes = peppers.everyHash("demo", secret);

        assertThat(hashes).hasSize(3);
        assertThat(hashes.get(0)).isEqualTo(peppers.hash("demo", secret));
        assertThat(hashes.get(0)).isEqualTo(peppers(2, Map.of(2, TWO)).hash("demo", secret));
        assertThat(hashes.get(2)).isEqualTo(peppers(1, Map.of(1, ONE)).hash("demo", secret));
        assertThat(peppers.versions()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void vaultMayHoldAnEntryForEachRealmAndIsAskedOnce() {
        vault.put("demo/pepper", ONE + "\n");
        vault.put("other/pepper", TWO);
        Peppers peppers = peppers(1, Map.of(1, "vault:pepper"));

        byte[] hash = peppers.hash("demo", secret);
        peppers.hash("demo", secret);

        assertThat(hash).isEqualTo(peppers(1, Map.of(1, ONE)).hash("demo", secret));
        assertThat(peppers.hash("other", secret)).isNotEqualTo(hash);
        assertThat(asked).containsExactly("demo/pepper", "other/pepper");
    }

    @Test
    void missingEntryIsAFailureAndNotAnotherPepper() {
        Peppers peppers = peppers(2, Map.of(1, ONE, 2, "vault:pepper"));

        assertThatThrownBy(() -> peppers.hash("demo", secret))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spi-oka-api-key--jpa--pepper-2 is to be in the entry pepper");

        vault.put("demo/pepper", "too-short");
        assertThatThrownBy(() -> peppers.everyHash("demo", secret))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("too-short");

        vault.put("demo/pepper", TWO);
        assertThat(peppers.everyHash("demo", secret)).hasSize(2);
    }

    @Test
    void removedRealmIsForgotten() {
        vault.put("demo/pepper", ONE);
        Peppers peppers = peppers(1, Map.of(1, "vault:pepper"));
        byte[] before = peppers.hash("demo", secret);
        vault.put("demo/pepper", TWO);

        peppers.forget("demo");

        assertThat(peppers.hash("demo", secret)).isNotEqualTo(before);
    }

    @Test
    void pepperShowsNothingOfItself() {
        assertThat(String.valueOf(new Pepper(1, new byte[32]))).isEqualTo("Pepper[1]");
    }

    @Test
    void whoHasNoneIsToldHowToMakeOne() {
        assertThat(PepperOptions.missing())
                .contains("openssl rand -base64 32", "KC_SPI_OKA_API_KEY__JPA__PEPPER_1", "vault");
    }

    @Test
    void developmentPepperIsOne() {
        assertThat(new Peppers(OperatorSecrets.forDevelopment(PepperOptions.KIND), (realm, entry) -> null)
                        .hash("demo", secret))
                .hasSize(32);
    }

    private static String base64(int bytes, int fill) {
        byte[] pepper = new byte[bytes];
        Arrays.fill(pepper, (byte) fill);
        return Base64.getEncoder().encodeToString(pepper);
    }

    private Peppers peppers(int current, Map<Integer, String> byVersion) {
        return new Peppers(new OperatorSecrets(PepperOptions.KIND, current, byVersion), (realm, entry) -> {
            asked.add(realm + "/" + entry);
            return vault.get(realm + "/" + entry);
        });
    }
}
