package io.oka.it.apikeys;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A key is given to whoever made it, and is found nowhere else: everything that the server wrote is searched. */
@OkaServer
final class ApiKeySecretsIT {

    private final Oka oka;

    ApiKeySecretsIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void nothingThatTheServerWritesHoldsAKey() {
        try (TestRealm realm = oka.realm()
                .users("alice", "bob", "carol")
                .with(representation -> {
                    representation.put("adminEventsEnabled", true);
                    representation.put("adminEventsDetailsEnabled", true);
                    representation.put("eventsEnabled", true);
                })
                .create()) {
            ApiKeys.allowScopes(realm);
            ApiKeys keys = ApiKeys.of(realm, "bob", Tenants.createWithTeam(realm));
            Response made = keys.creation(ApiKeys.body("canary"))
                    .header("Idempotency-Key", "the-first")
                    .send()
                    .expect(201);
            Response rotated = keys.rotation(made.id(), 60)
                    .header("Idempotency-Key", "the-second")
                    .send()
                    .expect(201);
            keys.patch(rotated.id(), Map.of("name", "renamed")).expect(200);
            keys.revoke(made.id()).expect(204);
            List<String> secrets = List.of(ApiKeys.secret(made), ApiKeys.secret(rotated));
            // Where people put it by mistake.
            for (String secret : secrets) {
                assertProblem(keys.get(secret), 404, "not_found");
                assertProblem(keys.list("?status=" + secret), 400, "validation_failed");
                assertProblem(keys.create(Map.of(secret, 1)), 400, "unknown_member");
                assertProblem(
                        realm.as("bob")
                                .post(keys.path())
                                .body("application/json", "{\"name\": " + secret)
                                .send(),
                        400,
                        "malformed_json");
                assertProblem(realm.with(secret).get(keys.path()).send(), 401, "invalid_token");
            }

            String log = oka.server().log();
            String dump = dump();

            assertThat(dump).contains(made.id(), made.json().path("prefix").asText(), "canary", "OKA_API_KEY");
            for (String secret : secrets) {
                for (String trace : traces(secret)) {
                    assertThat(log).doesNotContain(trace);
                    assertThat(dump).doesNotContain(trace);
                }
                assertThat(oka.http()
                                .get(oka.managementUrl() + "/metrics")
                                .send()
                                .text())
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void hashesAreNoPlainDigests() {
        try (TestRealm realm = oka.realm().users("alice", "bob", "carol").create()) {
            ApiKeys.allowScopes(realm);
            ApiKeys keys = ApiKeys.of(realm, "bob", Tenants.createWithTeam(realm));
            Response made = keys.create();

            List<Map<String, Object>> rows =
                    List.copyOf(oka.rows("SELECT hash, pepper_version FROM oka_api_key WHERE id = ?", made.id()));

            assertThat((byte[]) Objects.requireNonNull(rows.get(0).get("hash")))
                    .hasSize(32)
                    .isNotEqualTo(sha256(ApiKeys.secret(made)));
        }
    }

    /** All forms in which a key could have been kept. */
    private static List<String> traces(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
        String random = secret.substring("oka_live_".length() + 4, secret.length() - 4);
        return List.of(
                secret,
                random,
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(sha256(secret)),
                Base64.getEncoder().withoutPadding().encodeToString(sha256(secret)));
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

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
