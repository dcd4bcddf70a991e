package io.oka.it.apikeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.server.KeycloakServer;
import io.oka.server.ServerException;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.OwnNode;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's secrets under which keys are hashed. */
@OkaServer
final class PepperIT {

    private static final String OPTION = "KC_SPI_OKA_API_KEY__JPA__PEPPER_";

    private final Oka oka;

    PepperIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void productionServerWithoutAPepperDoesNotStartAndSaysHowToMakeOne() {
        KeycloakServer server =
                OwnNode.launch(oka, options -> options.developmentPepper().environment(OPTION + "1", " "));

        assertThatThrownBy(() -> server.awaitReady(Duration.ofMinutes(3)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("Keycloak stopped with exit code 1");

        assertThat(server.log())
                .contains("Oka keeps API keys as hashes under a secret of yours, a pepper, and found none. Make one,"
                        + " once: openssl rand -base64 32.")
                .contains(OPTION + "1");
    }

    /** Pepper 1 is the shared server's, in the environment; pepper 2 is in Keycloak's vault, for this realm alone. */
    @Test
    void keysUnderAnOlderPepperAreFoundAndHashedAnewOnUse(@TempDir Path vault) throws IOException {
        try (TestRealm realm = oka.realm().users("alice", "bob", "carol").create()) {
            ApiKeys.allowScopes(realm);
            String tenant = Tenants.createWithTeam(realm);
            Response old = ApiKeys.of(realm, "bob", tenant).create();
            String secret = ApiKeys.secret(old);
            Files.writeString(vault.resolve(realm.name() + "_oka-pepper"), newPepper() + "\n");
            try (OwnNode node = OwnNode.start(oka, options -> options.developmentPepper()
                    .environment(OPTION + "2", "vault:oka-pepper")
                    .environment(OPTION + "CURRENT", "2")
                    .argument("--vault-dir=" + vault))) {
                TestRealm there = realm.on(node.oka());
                ApiKeys keys = ApiKeys.of(there, "bob", tenant);

                JsonNode before = ApiKeys.find(there, secret);
                Response fresh = keys.create();

                assertThat(before.path("id").asText()).isEqualTo(old.id());
                assertThat(before.path("pepperVersion").asInt()).isEqualTo(1);
                assertThat(version(there, ApiKeys.secret(fresh))).isEqualTo(2);
                assertThat(ApiKeys.find(realm, ApiKeys.secret(fresh)).hasNonNull("id"))
                        .as("known to a node without the pepper")
                        .isFalse();

                assertThat(rehash(there, fresh.id(), secret))
                        .as("of another key")
                        .isFalse();
                assertThat(rehash(there, old.id(), secret)).isTrue();
                assertThat(rehash(there, old.id(), secret)).as("again").isFalse();

                assertThat(version(there, secret)).isEqualTo(2);
                assertThat(keys.json(old.id())).isEqualTo(without(old.json()));
                assertThat(node.oka().server().log()).doesNotContain(secret, ApiKeys.secret(fresh));
            }
        }
    }

    private static int version(TestRealm realm, String secret) {
        return ApiKeys.find(realm, secret).path("pepperVersion").asInt();
    }

    private static boolean rehash(TestRealm realm, String id, String secret) {
        return realm.anonymous()
                .post("/oka-testing/api-keys/" + id + "/rehash")
                .json(Map.of("key", secret))
                .send()
                .expect(200)
                .json()
                .path("rehashed")
                .asBoolean();
    }

    private static JsonNode without(JsonNode made) {
        return ((ObjectNode) made.deepCopy()).without("key");
    }

    private static String newPepper() {
        byte[] pepper = new byte[32];
        new SecureRandom().nextBytes(pepper);
        return Base64.getEncoder().encodeToString(pepper);
    }
}
