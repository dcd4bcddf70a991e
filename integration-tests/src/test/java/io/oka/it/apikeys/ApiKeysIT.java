package io.oka.it.apikeys;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Problems.fieldsOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code …/api-keys}: alice is owner, bob admin, carol member. */
@OkaServer
final class ApiKeysIT {

    private final Oka oka;
    private final TestRealm realm;
    private String tenant = "";
    private ApiKeys keys;

    ApiKeysIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.keys = ApiKeys.of(realm, "bob", "");
    }

    @BeforeEach
    void tenantWithTeamWhoseKeysMayHaveScopes() {
        tenant = Tenants.createWithTeam(realm);
        keys = ApiKeys.of(realm, "bob", tenant);
        ApiKeys.allowScopes(realm);
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
    void keysAreListedNewestFirstInPages() {
        List<String> made = IntStream.range(0, 5)
                .mapToObj(i -> keys.create(ApiKeys.body("key " + i)).expect(201).id())
                .toList();
        List<String> newestFirst = new ArrayList<>(made);
        Collections.reverse(newestFirst);

        assertThat(keys.ids("")).containsExactlyElementsOf(newestFirst);
        assertThat(keys.ids("?first=1&max=2")).containsExactlyElementsOf(newestFirst.subList(1, 3));
        assertThat(keys.list("?first=4&max=2").header("X-Total-Count")).contains("5");
        assertInvalid(keys.list("?max=101"), "max");
        assertInvalid(keys.list("?first=-1"), "first");
    }

    @Test
    void listIsNarrowedByStateAndEnvironment() {
        String live = keys.create().id();
        Map<String, Object> test = ApiKeys.body("test");
        test.put("environment", "test");
        String forTests = keys.create(test).expect(201).id();
        String revoked = keys.create().id();
        keys.revoke(revoked).expect(204);
        String expired = keys.createUntil(Instant.now().plusSeconds(30)).id();
        String rotated = keys.create().id();
        String successor = keys.rotate(rotated, 20).expect(201).id();
        String inGrace = keys.create().id();
        String another = keys.rotate(inGrace, 3_600).expect(201).id();

        oka.moveClock(Duration.ofMinutes(1));

        ApiKeys later = ApiKeys.of(realm, "bob", tenant);
        assertThat(later.ids("?status=active")).containsExactlyInAnyOrder(live, forTests, successor, inGrace, another);
        assertThat(later.ids("?status=revoked")).containsExactly(revoked);
        assertThat(later.ids("?status=expired")).containsExactlyInAnyOrder(expired, rotated);
        assertThat(later.ids("?environment=test")).containsExactly(forTests);
        assertThat(later.ids("?environment=live&status=revoked")).containsExactly(revoked);
        assertThat(later.list("?status=expired&max=1").header("X-Total-Count")).contains("2");
        for (String bad : List.of("?status=ACTIVE", "?status=gone", "?environment=prod", "?status=active'--")) {
            assertProblem(later.list(bad.replace("'", "%27")), 400, "validation_failed");
        }
    }

    @Test
    void nameScopesAndLimitsCanBeChanged() {
        String id = keys.create().id();

        JsonNode changed = keys.patch(
                        id,
                        Map.of(
                                "name",
                                "renamed",
                                "scopes",
                                List.of("search:all", "documents:read"),
                                "quotaLimit",
                                10,
                                "quotaPeriod",
                                "hour"))
                .expect(200)
                .json();

        assertThat(changed.path("name").asText()).isEqualTo("renamed");
        assertThat(texts(changed.path("scopes"))).containsExactly("search:all", "documents:read");
        assertThat(changed.path("quotaLimit").asLong()).isEqualTo(10);
        assertThat(changed.path("quotaPeriod").asText()).isEqualTo("hour");
        assertThat(changed.has("key")).isFalse();
        assertThat(keys.json(id)).isEqualTo(changed);
        JsonNode unlimited = keys.patch(id, Collections.singletonMap("quotaLimit", null))
                .expect(200)
                .json();
        assertThat(unlimited.path("quotaLimit").isNull()).isTrue();
        assertThat(unlimited.path("quotaPeriod").isNull()).isTrue();
        assertThat(unlimited.path("name").asText()).isEqualTo("renamed");
    }

    @Test
    void scopesAreWidenedOnlyToWhatIsGivenNow() {
        Map<String, Object> body = ApiKeys.body("key");
        body.put("scopes", List.of("documents:read", "search:all"));
        String id = keys.create(body).expect(201).id();
        realm.setting("keyScopes", List.of("usage:write"));

        keys.patch(id, Map.of("scopes", List.of("documents:read"))).expect(200);

        assertInvalid(keys.patch(id, Map.of("scopes", List.of("documents:read", "search:all"))), "scopes");
        assertInvalid(keys.patch(id, Map.of("scopes", List.of("documents:write"))), "scopes");
        keys.patch(id, Map.of("scopes", List.of("documents:read", "usage:write")))
                .expect(200);
        keys.patch(id, Map.of("scopes", List.of())).expect(200);
    }

    @Test
    void theRestIsReadOnly() {
        String id = keys.create().id();

        for (String member :
                List.of("environment", "audiences", "allowedCidrs", "expiresAt", "status", "familyId", "prefix")) {
            assertInvalid(keys.patch(id, Map.of(member, "x")), member);
        }
    }

    @Test
    void patchThatIsNotAcceptableChangesNothing() {
        Response made = keys.create();

        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("name", ""),
                Collections.singletonMap("name", null),
                Map.of("scopes", "documents:read"),
                Map.of("quotaLimit", -1),
                Map.of("quotaPeriod", "day"),
                Map.of("quotaLimit", 1, "quotaPeriod", "year"),
                Map.of("quotaLimit", 9.5))) {
            assertProblem(keys.patch(made.id(), bad), 400, "validation_failed");
        }
        assertProblem(keys.patch(made.id(), Map.of("tenantId", "x")), 400, "unknown_member");

        assertThat(keys.json(made.id())).isEqualTo(without(made.json(), "key"));
        assertThat(ChangeRow.types(oka, tenant)).doesNotContain("api_key.updated");
    }

    @Test
    void revokedKeyStaysSo() {
        String id = keys.create().id();

        keys.revoke(id).expect(204);

        JsonNode revoked = keys.json(id);
        assertThat(revoked.path("status").asText()).isEqualTo("revoked");
        assertThat(revoked.path("revokedAt").asText()).endsWith("Z");
        keys.revoke(id).expect(204);
        assertThat(keys.json(id)).isEqualTo(revoked);
        assertProblem(keys.patch(id, Map.of("name", "x")), 409, "not_active");
        assertProblem(keys.rotate(id, 0), 409, "not_active");
        assertThat(ChangeRow.types(oka, tenant).stream().filter("api_key.revoked"::equals))
                .hasSize(1);
    }

    @Test
    void expiredKeyStaysSo() {
        String id = keys.createUntil(Instant.now().plusSeconds(30)).id();

        oka.moveClock(Duration.ofMinutes(1));

        ApiKeys later = ApiKeys.of(realm, "bob", tenant);
        assertThat(later.status(id)).isEqualTo("expired");
        assertProblem(later.patch(id, Map.of("name", "x")), 409, "not_active");
        assertProblem(later.rotate(id, 60), 409, "not_active");
        later.revoke(id).expect(204);
        assertThat(later.status(id)).isEqualTo("revoked");
    }

    @Test
    void anotherTenantsKeyIsNotFoundHere() {
        String other = Tenants.createWithTeam(realm);
        String id = ApiKeys.of(realm, "bob", other).create().id();
        keys.create();

        for (String unknown : List.of(id, UUID.randomUUID().toString(), "x", "%27%20OR%201=1")) {
            assertProblem(keys.get(unknown), 404, "not_found");
            assertProblem(keys.patch(unknown, Map.of("name", "stolen")), 404, "not_found");
            assertProblem(keys.revoke(unknown), 404, "not_found");
            assertProblem(keys.rotate(unknown, 0), 404, "not_found");
        }

        assertProblem(keys.get("a%00b"), 400, "malformed_address");
        assertThat(keys.ids("")).hasSize(1).doesNotContain(id);
        assertThat(ApiKeys.of(realm, "bob", other).status(id)).isEqualTo("active");
    }

    @Test
    void anotherRealmsOperatorDoesNotReachIt() {
        String id = keys.create().id();
        try (TestRealm otherRealm = oka.realm().users("alice").create()) {
            String otherTenant = Tenants.create(otherRealm, "alice");

            assertProblem(
                    otherRealm
                            .operator()
                            .get("/tenants/" + tenant + "/api-keys/" + id)
                            .send(),
                    404,
                    "not_found");
            assertProblem(
                    otherRealm
                            .operator()
                            .get("/tenants/" + otherTenant + "/api-keys/" + id)
                            .send(),
                    404,
                    "not_found");
        }
    }

    @Test
    void suspendedTenantsKeysAreReadAndNotChanged() {
        String id = keys.create().id();
        Tenants.suspend(realm, tenant);

        keys.get(id).expect(200);
        assertProblem(keys.create(ApiKeys.body("x")), 403, "tenant_suspended");
        assertProblem(keys.patch(id, Map.of("name", "x")), 403, "tenant_suspended");
        assertProblem(keys.revoke(id), 403, "tenant_suspended");
        assertProblem(keys.rotate(id, 0), 403, "tenant_suspended");
        ApiKeys.ofOperator(realm, tenant).revoke(id).expect(204);
    }

    @Test
    void operatorsManageThemToo() {
        ApiKeys operator = ApiKeys.ofOperator(realm, tenant);

        Response made = operator.create();
        Response successor = operator.rotate(made.id(), 60).expect(201);
        operator.patch(made.id(), Map.of("name", "renamed")).expect(200);
        operator.revoke(successor.id()).expect(204);

        assertThat(made.json().path("createdBy").isNull()).isTrue();
        assertThat(successor.header("Location")).hasValueSatisfying(location -> assertThat(location)
                .contains("/admin/realms/")
                .endsWith("/tenants/" + tenant + "/api-keys/" + successor.id()));
        assertThat(operator.ids("")).containsExactlyInAnyOrder(made.id(), successor.id());
        assertThat(keys.json(made.id()).path("name").asText()).isEqualTo("renamed");
        assertThat(ChangeRow.last(oka, tenant).actorType()).isEqualTo("operator");
    }

    @Test
    void operatorWhoMayOnlyReadChangesNothing() {
        String id = keys.create().id();
        String viewer = "viewer-" + UUID.randomUUID();
        realm.addUser(viewer);
        oka.admin().grantClientRoles(realm.name(), realm.userId(viewer), "realm-management", List.of("view-realm"));
        ApiKeys viewers = new ApiKeys(realm.operatorWith(realm.token(viewer)), keys.path());

        viewers.get(id).expect(200);
        assertProblem(viewers.create(ApiKeys.body("x")), 403, "forbidden");
        assertProblem(viewers.patch(id, Map.of("name", "x")), 403, "forbidden");
        assertProblem(viewers.revoke(id), 403, "forbidden");
        assertProblem(viewers.rotate(id, 0), 403, "forbidden");
        assertProblem(new ApiKeys(realm.operatorWith(realm.token("alice")), keys.path()).list(""), 403, "forbidden");
        assertProblem(new ApiKeys(realm.anonymousOperator(), keys.path()).list(""), 401, "unauthorized");
    }

    @Test
    void deletedTenantGetsNoKey() {
        String id = keys.create().id();
        Tenants.delete(realm, tenant);
        ApiKeys operator = ApiKeys.ofOperator(realm, tenant);

        assertProblem(operator.create(ApiKeys.body("x")), 409, "tenant_deleted");
        assertProblem(operator.rotate(id, 0), 409, "tenant_deleted");
        assertProblem(operator.patch(id, Map.of("name", "x")), 409, "tenant_deleted");
        operator.revoke(id).expect(204);
        assertProblem(keys.list(""), 404, "not_found");
    }

    @Test
    void everyChangeIsToldAndNoneGivesTheKeyAway() {
        Response made = keys.create();
        Response successor = keys.rotate(made.id(), 0).expect(201);
        keys.patch(successor.id(), Map.of("name", "renamed")).expect(200);
        keys.patch(successor.id(), Map.of("name", "renamed")).expect(200);
        keys.revoke(successor.id()).expect(204);

        List<ChangeRow> rows = ChangeRow.of(oka, tenant).stream()
                .filter(row -> row.type().startsWith("api_key."))
                .toList();

        assertThat(rows.stream().map(ChangeRow::type))
                .containsExactly("api_key.created", "api_key.rotated", "api_key.updated", "api_key.revoked");
        assertThat(rows.stream().map(row -> row.datum("keyId")))
                .containsExactly(made.id(), successor.id(), successor.id(), successor.id());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.actorId()).isEqualTo(realm.userId("bob"));
            assertThat(row.datum("familyId")).isEqualTo(made.id());
            assertThat(row.data().path("scopes").path(0).asText()).isEqualTo("documents:read");
            assertThat(row.data().toString()).doesNotContain(ApiKeys.secret(made), ApiKeys.secret(successor), "hash");
        });
        JsonNode created = made.json();
        assertThat(rows.get(0).datum("prefix")).isEqualTo(created.path("prefix").asText());
        assertThat(rows.get(0).datum("last4")).isEqualTo(created.path("last4").asText());
        assertThat(rows.get(0).datum("name")).isEqualTo("key");
        assertThat(rows.get(1).datum("previousKeyId")).isEqualTo(made.id());
        assertThat(rows.get(1).datum("graceUntil")).endsWith("Z");
        assertThat(rows.get(3).datum("reason")).isEqualTo("requested");
    }

    @Test
    void auditShowsThem() {
        String id = keys.create().id();

        JsonNode audit = realm.as("bob")
                .get("/tenants/" + tenant + "/audit?type=api_key.*")
                .send()
                .expect(200)
                .json();

        assertThat(audit.path("items")).hasSize(1);
        assertThat(audit.at("/items/0/data/keyId").asText()).isEqualTo(id);
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

    private static JsonNode without(JsonNode json, String member) {
        return ((ObjectNode) json.deepCopy()).without(member);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
