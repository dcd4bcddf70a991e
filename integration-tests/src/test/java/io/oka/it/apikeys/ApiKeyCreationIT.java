package io.oka.it.apikeys;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Problems.fieldsOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code POST …/api-keys}: what a new key is given, and what it cannot be. */
@OkaServer
final class ApiKeyCreationIT extends TenantWithKeys {

    ApiKeyCreationIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @Test
    void keyIsMadeAndShownOnce() {
        Map<String, Object> body = ApiKeys.body("Nightly import");
        body.put("scopes", List.of("documents:read", "usage:write", "documents:read"));
        body.put("audiences", List.of("documents-api", "tenant-api"));
        body.put("quotaLimit", 1_000);
        body.put("quotaPeriod", "day");
        body.put("expiresAt", "2030-01-01T01:00:00+01:00");
        body.put("allowedCidrs", List.of("203.0.113.0/24", "2001:db8::/32"));
        body.put("environment", "test");

        Response made = keys.create(body).expect(201);

        JsonNode key = made.json();
        String secret = key.path("key").asText();
        assertThat(secret).matches("oka_test_[0-9A-Za-z]{38}");
        assertThat(secret)
                .startsWith(key.path("prefix").asText())
                .endsWith(key.path("last4").asText());
        assertThat(key.path("prefix").asText()).startsWith("oka_test_").hasSizeLessThan(16);
        assertThat(key.path("last4").asText()).hasSize(4);
        assertThat(made.header("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(keys.path() + "/" + made.id()));
        assertThat(key.path("name").asText()).isEqualTo("Nightly import");
        assertThat(texts(key.path("scopes"))).containsExactly("documents:read", "usage:write");
        assertThat(texts(key.path("audiences"))).containsExactly("documents-api", "tenant-api");
        assertThat(key.path("quotaLimit").asLong()).isEqualTo(1_000);
        assertThat(key.path("quotaPeriod").asText()).isEqualTo("day");
        assertThat(texts(key.path("allowedCidrs"))).containsExactly("203.0.113.0/24", "2001:db8::/32");
        assertThat(key.path("environment").asText()).isEqualTo("test");
        assertThat(key.path("status").asText()).isEqualTo("active");
        assertThat(key.path("createdBy").asText()).isEqualTo(realm.userId("bob"));
        assertThat(key.path("createdAt").asText()).endsWith("Z");
        assertThat(key.path("expiresAt").asText()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(key.path("familyId").asText()).isEqualTo(made.id());
        for (String none : List.of("lastUsedAt", "revokedAt", "graceUntil")) {
            assertThat(key.has(none)).as(none).isTrue();
            assertThat(key.path(none).isNull()).as(none).isTrue();
        }
        JsonNode shown = keys.json(made.id());
        assertThat(shown.has("key")).isFalse();
        assertThat(without(key, "key")).isEqualTo(shown);
        assertThat(keys.list("").expect(200).json().path(0)).isEqualTo(shown);
        assertThat(keys.list("").text() + shown).doesNotContain(secret);
    }

    @Test
    void whatIsLeftOutIsTheUsual() {
        JsonNode key = keys.create(ApiKeys.body("plain")).expect(201).json();

        assertThat(key.path("key").asText()).startsWith("oka_live_");
        assertThat(key.path("environment").asText()).isEqualTo("live");
        assertThat(key.path("audiences")).isEmpty();
        assertThat(key.path("allowedCidrs")).isEmpty();
        assertThat(key.path("quotaLimit").isNull()).isTrue();
        assertThat(key.path("quotaPeriod").isNull()).isTrue();
        assertThat(key.path("expiresAt").isNull()).isTrue();
    }

    @Test
    void limitWithoutAPeriodIsForTheMonth() {
        Map<String, Object> body = ApiKeys.body("limited");
        body.put("quotaLimit", 0);

        JsonNode key = keys.create(body).expect(201).json();

        assertThat(key.path("quotaLimit").asLong(-1)).isZero();
        assertThat(key.path("quotaPeriod").asText()).isEqualTo("month");
    }

    @Test
    void whereNothingIsGivenKeysHaveNoScopes() {
        realm.setting("keyScopes", null);
        realm.setting("keyAudiences", null);

        assertInvalid(keys.create(ApiKeys.body("none")), "scopes");
        keys.create(Map.of("name", "none", "scopes", List.of(), "audiences", List.of("tenant-api")))
                .expect(201);
    }

    /** One member at fault. */
    private record Bad(String member, @Nullable Object value) {}

    private static List<Bad> badMembers() {
        Instant now = Instant.now();
        return List.of(
                new Bad("name", ""),
                new Bad("name", "  "),
                new Bad("name", "x".repeat(101)),
                new Bad("name", null),
                new Bad("name", 7),
                new Bad("scopes", null),
                new Bad("scopes", "documents:read"),
                new Bad("scopes", List.of("documents")),
                new Bad("scopes", List.of("usage:read")),
                new Bad("scopes", List.of("*")),
                new Bad("scopes", many(51, "documents:")),
                new Bad("audiences", List.of("account")),
                new Bad("audiences", List.of("")),
                new Bad("audiences", Collections.singletonList(null)),
                new Bad("quotaLimit", -1),
                new Bad("quotaLimit", 1.5),
                new Bad("quotaLimit", "7"),
                new Bad("quotaPeriod", "day"),
                new Bad("quotaPeriod", "week"),
                new Bad("expiresAt", now.minusSeconds(60).toString()),
                new Bad("expiresAt", now.plus(Duration.ofDays(3_660)).toString()),
                new Bad("expiresAt", "+999999999-12-31T23:59:59Z"),
                new Bad("expiresAt", "tomorrow"),
                new Bad("expiresAt", ""),
                new Bad("expiresAt", now.plusSeconds(60).getEpochSecond()),
                new Bad("allowedCidrs", List.of("localhost")),
                new Bad("allowedCidrs", List.of("10.0.0.1/8")),
                new Bad("allowedCidrs", List.of("10.0.0.0/8", "")),
                new Bad("allowedCidrs", many(21, "10.0.0.")),
                new Bad("allowedCidrs", Collections.singletonList(null)),
                new Bad("allowedCidrs", "10.0.0.0/8"),
                new Bad("environment", "prod"),
                new Bad("environment", "LIVE"));
    }

    @Test
    void whatIsNotAcceptableIsRefusedByName() {
        SoftAssertions softly = new SoftAssertions();
        for (Bad bad : badMembers()) {
            Map<String, Object> body = ApiKeys.body("bad");
            body.put(bad.member(), bad.value());

            Response refused = keys.create(body);

            softly.assertThat(refused.status()).as("%s: %s", bad, refused).isEqualTo(400);
            softly.assertThat(refused.code()).as("%s: %s", bad, refused).isEqualTo("validation_failed");
            softly.assertThat(fieldsOf(refused)).as("%s: %s", bad, refused).containsExactly(bad.member());
        }
        softly.assertAll();
        assertThat(keys.ids("")).isEmpty();
    }

    @Test
    void scopeThatIsNoScopeIsRefused() {
        for (String scope :
                List.of("", "documents:a b", "documents:\"", "documents:\\", "documents:ä", "documents:\t")) {
            Map<String, Object> body = ApiKeys.body("bad");
            body.put("scopes", List.of("documents:read", scope));

            Response refused = keys.create(body);

            assertProblem(refused, 400, "validation_failed");
            assertThat(refused.json().path("errors").findValuesAsText("field")).containsOnly("scopes");
        }
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        Response refused = keys.create(Map.of("name", "", "scopes", List.of("x"), "audiences", List.of("y")));

        assertInvalid(refused, "name", "scopes", "audiences");
    }

    @Test
    void whatTheServerDecidesIsNotTaken() {
        for (String member : List.of(
                "id",
                "tenantId",
                "key",
                "prefix",
                "last4",
                "status",
                "createdBy",
                "createdAt",
                "familyId",
                "lastUsedAt",
                "revokedAt",
                "graceUntil",
                "hash",
                "used")) {
            Map<String, Object> body = ApiKeys.body("mass");
            body.put(member, "x");

            assertProblem(keys.create(body), 400, "unknown_member");
        }
        assertThat(keys.ids("")).isEmpty();
    }

    @Test
    void repetitionGivesTheSameKeyAgain() {
        String idempotencyKey = UUID.randomUUID().toString();
        Map<String, Object> body = ApiKeys.body("once");

        Response first =
                keys.creation(body).header("Idempotency-Key", idempotencyKey).send();
        Response again =
                keys.creation(body).header("Idempotency-Key", idempotencyKey).send();
        Response rotated = keys.rotation(first.id(), 60)
                .header("Idempotency-Key", idempotencyKey)
                .send();
        Response rotatedAgain = keys.rotation(first.id(), 60)
                .header("Idempotency-Key", idempotencyKey)
                .send();

        assertThat(again.expect(201).bytes()).isEqualTo(first.expect(201).bytes());
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(rotatedAgain.expect(201).bytes())
                .isEqualTo(rotated.expect(201).bytes());
        assertThat(rotated.id()).isNotEqualTo(first.id());
        assertThat(keys.ids("")).containsExactlyInAnyOrder(first.id(), rotated.id());
        Tenants.setRole(realm, tenant, "bob", "member");
        assertProblem(
                keys.creation(body).header("Idempotency-Key", idempotencyKey).send(), 403, "insufficient_role");
    }

    @Test
    void operatorsListsAreChecked() {
        for (Object bad : Arrays.asList(
                "documents:*", List.of("a b"), List.of("*:read"), List.of(""), List.of(1), many(101, "s"))) {
            for (String setting : List.of("keyScopes", "keyAudiences")) {
                assertInvalid(
                        realm.operator()
                                .patch("/oka/settings")
                                .json(Map.of(setting, bad))
                                .send(),
                        setting);
            }
        }
        JsonNode settings =
                realm.operator().get("/oka/settings").send().expect(200).json();
        assertThat(texts(settings.path("keyScopes"))).containsExactly("documents:*", "search:*", "usage:write");
    }

    private static List<String> many(int count, String prefix) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
