package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.it.support.Tenants;
import io.oka.it.support.Webhooks;
import io.oka.server.KeycloakServer;
import io.oka.server.ServerException;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.OwnNode;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is secret of an endpoint is given to whoever made it, and is found nowhere else. */
@OkaServer
final class WebhookSecretsIT {

    private static final String OPTION = "KC_SPI_OKA_WEBHOOKS__JPA__ENCRYPTION_KEY_";

    private final Oka oka;

    WebhookSecretsIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void nothingThatTheServerWritesHoldsASecret() {
        try (TestRealm realm = oka.realm()
                .users("alice", "bob", "carol")
                .with(representation -> {
                    representation.put("adminEventsEnabled", true);
                    representation.put("adminEventsDetailsEnabled", true);
                })
                .create()) {
            Webhooks webhooks = Webhooks.of(realm, "bob", Tenants.createWithTeam(realm));
            Map<String, Object> body = Webhooks.body("headers", Map.of("Authorization", "Bearer canary-of-a-header"));
            body.put("description", "canary-of-a-description");
            Response made = webhooks.creation(body)
                    .header("Idempotency-Key", "the-first")
                    .send()
                    .expect(201);
            Response rotated = webhooks.rotation(made.id(), Map.of("overlapHours", 1))
                    .header("Idempotency-Key", "the-second")
                    .send()
                    .expect(200);
            webhooks.patch(made.id(), Map.of("headers", Map.of("X-Key", "canary-of-another")))
                    .expect(200);
            // Where people put it by mistake.
            webhooks.create(Map.of(Webhooks.secret(made), 1)).expect(400);
            webhooks.create(Webhooks.body("secret", Webhooks.secret(made) + "!!"))
                    .expect(400);
            webhooks.get(Webhooks.secret(rotated).replace('/', 'x')).expect(404);

            String log = oka.server().log();
            String dump = dump();

            assertThat(dump).contains(made.id(), "canary-of-a-description", "OKA_WEBHOOK");
            for (Response answer : List.of(made, rotated)) {
                for (String trace : traces(Webhooks.secret(answer))) {
                    assertThat(log).doesNotContain(trace);
                    assertThat(dump).doesNotContain(trace);
                }
            }
            for (String value : List.of("canary-of-a-header", "canary-of-another")) {
                assertThat(log).doesNotContain(value);
                assertThat(dump)
                        .doesNotContain(value, HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void deletedEndpointKeepsNoSecretNotEvenSealed() {
        try (TestRealm realm = oka.realm().users("alice", "bob", "carol").create()) {
            Webhooks webhooks = Webhooks.of(realm, "bob", Tenants.createWithTeam(realm));
            String id = webhooks.create(Webhooks.body("headers", Map.of("X-Key", "v")))
                    .expect(201)
                    .id();
            webhooks.rotate(id, 1).expect(200);

            webhooks.delete(id).expect(204);

            assertThat(oka.rows(
                            "SELECT 1 FROM oka_webhook_endpoint WHERE id = ? AND (length(secret) > 0"
                                    + " OR previous_secret IS NOT NULL OR headers IS NOT NULL)",
                            id))
                    .isEmpty();
        }
    }

    @Test
    void productionServerWithoutAKeyDoesNotStartAndSaysHowToMakeOne() {
        KeycloakServer server =
                OwnNode.launch(oka, options -> options.developmentPepper().environment(OPTION + "1", " "));

        assertThatThrownBy(() -> server.awaitReady(Duration.ofMinutes(3)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("Keycloak stopped with exit code 1");

        assertThat(server.log())
                .contains(
                        "Oka keeps the secrets of webhooks and sync agents encrypted under a key of yours, and found none. Make one,"
                                + " once: openssl rand -base64 32.")
                .contains(OPTION + "1");
    }

    @Test
    void secretsAreSealedAnewUnderTheCurrentKey() {
        try (TestRealm realm = oka.realm().users("alice", "bob", "carol").create()) {
            String tenant = Tenants.createWithTeam(realm);
            String old = Webhooks.of(realm, "bob", tenant)
                    .create(Webhooks.body("headers", Map.of("X-Key", "v")))
                    .expect(201)
                    .id();
            Object before = secretOf(old);
            try (OwnNode node = OwnNode.start(oka, options -> options.developmentPepper()
                    .environment(OPTION + "2", newKey())
                    .environment(OPTION + "CURRENT", "2"))) {
                Webhooks there = Webhooks.of(realm.on(node.oka()), "bob", tenant);
                String fresh = there.create().id();

                node.oka().runTask("oka-reseal-webhooks");

                assertThat(keyOf(fresh)).isEqualTo(2);
                assertThat(keyOf(old)).isEqualTo(2);
                assertThat(secretOf(old)).isNotEqualTo(before);
                // It opens: the one before is kept when another is taken.
                there.rotate(old, 1).expect(200);
                there.rotate(fresh, 1).expect(200);
            }
        }
    }

    private @Nullable Object keyOf(String id) {
        return oka.rows("SELECT key_version FROM oka_webhook_endpoint WHERE id = ?", id)
                .get(0)
                .get("key_version");
    }

    private String secretOf(String id) {
        return String.valueOf(
                oka.rows("SELECT encode(secret, 'hex') AS secret FROM oka_webhook_endpoint WHERE id = ?", id)
                        .get(0)
                        .get("secret"));
    }

    private static String newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** All forms in which a secret could have been kept. */
    private static List<String> traces(String secret) {
        String base64 = secret.substring("whsec_".length());
        byte[] key = Base64.getDecoder().decode(base64);
        return List.of(
                secret,
                base64,
                HexFormat.of().formatHex(key),
                HexFormat.of().formatHex(secret.getBytes(StandardCharsets.US_ASCII)),
                HexFormat.of().formatHex(base64.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Every row of every table, ours and Keycloak's. */
    private String dump() {
        StringBuilder dump = new StringBuilder();
        Stream<String> tables =
                oka.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'").stream()
                        .map(row -> String.valueOf(row.get("table_name")));
        tables.forEach(table -> oka.rows("SELECT CAST(t AS text) AS row FROM " + table + " t")
                .forEach(row -> dump.append(row.get("row")).append('\n')));
        return dump.toString();
    }
}
