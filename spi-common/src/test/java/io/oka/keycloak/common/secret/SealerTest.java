package io.oka.keycloak.common.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SealerTest {

    private static final byte[] PLAIN = "a secret".getBytes(StandardCharsets.UTF_8);

    private final Map<String, String> vault = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Sealer sealer = sealer(1, Map.of(1, OperatorSecretsTest.ONE), "webhooks");

    @Test
    void whatIsSealedOpensInItsPlace() {
        byte[] sealed = sealer.seal("demo", "row/secret", PLAIN);

        assertThat(sealer.open("demo", 1, "row/secret", sealed)).isEqualTo(PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(sealer.seal("demo", "row/secret", PLAIN)).as("sealed again").isNotEqualTo(sealed);
    }

    @Test
    void itOpensNowhereElse() {
        byte[] sealed = sealer.seal("demo", "row/secret", PLAIN);

        assertShut(sealer, "other", "row/secret", sealed);
        assertShut(sealer, "demo", "another/secret", sealed);
        assertShut(sealer, "demo", "row/headers", sealed);
        assertShut(sealer(1, Map.of(1, OperatorSecretsTest.TWO), "webhooks"), "demo", "row/secret", sealed);
        assertShut(sealer(1, Map.of(1, OperatorSecretsTest.ONE), "agents"), "demo", "row/secret", sealed);
    }

    @Test
    void damagedTextDoesNotOpen() {
        byte[] sealed = sealer.seal("demo", "row/secret", PLAIN);
        sealed[sealed.length / 2] ^= 1;

        assertShut(sealer, "demo", "row/secret", sealed);
        assertShut(sealer, "demo", "row/secret", new byte[0]);
        assertShut(sealer, "demo", "row/secret", new byte[27]);
    }

    @Test
    void newVersionSealsWhileTheOldOneStillOpens() {
        byte[] old = sealer.seal("demo", "row/secret", PLAIN);
        Sealer both = sealer(2, Map.of(1, OperatorSecretsTest.ONE, 2, OperatorSecretsTest.TWO), "webhooks");

        byte[] fresh = both.seal("demo", "row/secret", PLAIN);

        assertThat(both.current()).isEqualTo(2);
        assertThat(both.versions()).containsExactlyInAnyOrder(1, 2);
        assertThat(both.open("demo", 1, "row/secret", old)).isEqualTo(PLAIN);
        assertThat(both.open("demo", 2, "row/secret", fresh)).isEqualTo(PLAIN);
        assertThatThrownBy(() -> sealer.open("demo", 2, "row/secret", fresh))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pepper-2 is needed, and not set");
    }

    @Test
    void vaultMayHoldAKeyForEachRealmAndIsAskedOnce() {
        vault.put("demo/key", OperatorSecretsTest.ONE);
        vault.put("other/key", OperatorSecretsTest.TWO);
        Sealer held = sealer(1, Map.of(1, "vault:key"), "webhooks");

        byte[] sealed = held.seal("demo", "row/secret", PLAIN);
        held.seal("demo", "row/secret", PLAIN);
        held.seal("other", "row/secret", PLAIN);
        held.forget("demo");

        assertThat(held.open("demo", 1, "row/secret", sealed)).isEqualTo(PLAIN);
        assertThat(sealer.open("demo", 1, "row/secret", sealed)).isEqualTo(PLAIN);
        assertThat(asked).containsExactly("demo/key", "other/key", "demo/key");
    }

    private static void assertShut(Sealer sealer, String realm, String place, byte[] sealed) {
        assertThatThrownBy(() -> sealer.open(realm, 1, place, sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("a secret");
    }

    private Sealer sealer(int current, Map<Integer, String> byVersion, String purpose) {
        return new Sealer(
                new OperatorSecrets(OperatorSecretsTest.KIND, current, byVersion),
                (realm, entry) -> {
                    asked.add(realm + "/" + entry);
                    return vault.get(realm + "/" + entry);
                },
                purpose);
    }
}
