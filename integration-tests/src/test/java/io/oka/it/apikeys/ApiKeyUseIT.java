package io.oka.it.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What uses of keys stand on: a key leads to its row and its tenant, in its realm, by one query. */
@OkaServer
final class ApiKeyUseIT extends TenantWithKeys {

    ApiKeyUseIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @Test
    void keyLeadsToItsRowAndItsTenant() {
        Response made = keys.create();

        JsonNode found = ApiKeys.find(realm, ApiKeys.secret(made));

        assertThat(found.path("id").asText()).isEqualTo(made.id());
        assertThat(found.path("status").asText()).isEqualTo("active");
        assertThat(found.path("pepperVersion").asInt()).isEqualTo(1);
        assertThat(found.path("tenantName").asText()).startsWith("t-");
        assertThat(byId(realm, made.id())).isEqualTo(found);
    }

    @Test
    void keyIsFoundByOneStatementAndJunkByNone() {
        String secret = ApiKeys.secret(keys.create());
        String unknown = secret.substring(0, 9) + secret.substring(9).toUpperCase(Locale.ROOT);
        ApiKeys.find(realm, secret);

        assertThat(statementsFor(secret)).isEqualTo(1);
        assertThat(statementsFor(unknown)).isZero();
        assertThat(statementsFor("x".repeat(100_000))).isZero();
    }

    @Test
    void anotherRealmDoesNotKnowIt() {
        Response made = keys.create();
        try (TestRealm other = oka.realm().users("alice").create()) {
            JsonNode found = ApiKeys.find(other, ApiKeys.secret(made));

            assertThat(found.path("wellFormed").asBoolean()).isTrue();
            assertThat(found.hasNonNull("id")).isFalse();
            assertThat(byId(other, made.id()).hasNonNull("id")).isFalse();
        }
    }

    @Test
    void stateOfTheTenantComesAlong() {
        String secret = ApiKeys.secret(keys.create());

        Tenants.suspend(realm, tenant);
        assertThat(ApiKeys.find(realm, secret).path("suspended").asBoolean()).isTrue();

        Tenants.delete(realm, tenant);
        JsonNode deleted = ApiKeys.find(realm, secret);
        assertThat(deleted.hasNonNull("tenantName")).isFalse();
        assertThat(deleted.hasNonNull("id")).isTrue();

        realm.operator().post("/tenants/" + tenant + "/restore").send().expect(200);
        assertThat(ApiKeys.find(realm, secret).hasNonNull("tenantName")).isTrue();
    }

    @Test
    void lastUsesAreWrittenInOneGoAndNeverSetBack() {
        String one = keys.create().id();
        String two = keys.create().id();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Map<String, Long> uses = new LinkedHashMap<>();
        uses.put(two, now.toEpochMilli());
        uses.put(one, now.minusSeconds(5).toEpochMilli());
        uses.put(UUID.randomUUID().toString(), now.toEpochMilli());

        record(uses);
        record(Map.of(two, now.minusSeconds(60).toEpochMilli()));
        record(Map.of());

        assertThat(keys.json(one).path("lastUsedAt").asText())
                .isEqualTo(now.minusSeconds(5).toString());
        assertThat(keys.json(two).path("lastUsedAt").asText()).isEqualTo(now.toString());
        keys.patch(two, Map.of("name", "renamed")).expect(200);
        assertThat(keys.json(two).path("lastUsedAt").asText()).isEqualTo(now.toString());
    }

    @Test
    void lastUsesOfTheSameKeysAtOnceDoNotGoInCircles() {
        List<String> ids =
                IntStream.range(0, 20).mapToObj(i -> keys.create().id()).toList();
        long now = Instant.now().toEpochMilli();

        List<CompletableFuture<Void>> writers = IntStream.range(0, 8)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int round = 0; round < 5; round++) {
                        Map<String, Long> uses = new LinkedHashMap<>();
                        for (String id : ids) {
                            uses.put(id, now + writer * 10 + round);
                        }
                        record(uses);
                    }
                }))
                .toList();
        writers.forEach(CompletableFuture::join);

        assertThat(ids)
                .allSatisfy(id -> assertThat(keys.json(id).path("lastUsedAt").asText())
                        .isEqualTo(Instant.ofEpochMilli(now + 74).toString()));
    }

    private void record(Map<String, Long> uses) {
        realm.anonymous().post("/oka-testing/api-keys/uses").json(uses).send().expect(204);
    }

    private long statementsFor(String secret) {
        try (var recording = oka.proxy().record()) {
            ApiKeys.find(realm, secret);
            return recording.statements().stream()
                    .filter(sql -> sql.contains("OKA_API_KEY") || sql.contains("OKA_TENANT"))
                    .count();
        }
    }

    private static JsonNode byId(TestRealm realm, String id) {
        return realm.anonymous()
                .get("/oka-testing/api-keys/" + id)
                .send()
                .expect(200)
                .json();
    }
}
