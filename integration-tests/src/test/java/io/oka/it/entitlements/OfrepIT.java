package io.oka.it.entitlements;

import static io.oka.it.entitlements.Ofrep.all;
import static io.oka.it.entitlements.Ofrep.assertFailure;
import static io.oka.it.entitlements.Ofrep.one;
import static io.oka.it.entitlements.Ofrep.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /realms/{realm}/ofrep}: what is answered, for which tenant, and to whom. */
@OkaServer
final class OfrepIT {

    private static Oka oka;
    private static TestRealm realm;
    private static Entitlements entitlements;
    private static Caller service;
    private String tenant = "";
    private String key = "";

    @BeforeAll
    static void realmWithServices(Oka server) {
        oka = server;
        realm = server.realm()
                .demoPeople()
                .service("gateway", "authorize")
                .service("plain")
                .create();
        ApiKeys.allowScopes(realm);
        entitlements = new Entitlements(realm);
        service = realm.asService("gateway");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newTenantAndFlag() {
        tenant = Tenants.createWithTeam(realm);
        key = "flag." + UUID.randomUUID();
    }

    @Test
    void flagHasAValueWhateverItsState() {
        flag(Map.of("enabledTiers", List.of("pro")));
        Map<String, ?> context = Map.of("tenantId", tenant);

        JsonNode off = seen(realm.as("carol"), key, context);
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);
        JsonNode on = seen(realm.as("carol"), key, context);
        realm.operator().post("/entitlements/flags/" + key + "/toggle").send().expect(200);
        JsonNode killed = seen(realm.as("carol"), key, context);

        assertThat(off.path("key").asText()).isEqualTo(key);
        assertThat(off.path("value").asBoolean(true)).isFalse();
        assertThat(off.path("reason").asText()).isEqualTo("STATIC");
        assertThat(off.has("variant")).isFalse();
        assertThat(off.at("/metadata/tenantId").asText()).isEqualTo(tenant);
        assertThat(on.path("value").asBoolean()).isTrue();
        assertThat(on.path("reason").asText()).isEqualTo("TARGETING_MATCH");
        assertThat(killed.path("value").asBoolean(true)).isFalse();
        assertThat(killed.path("reason").asText()).isEqualTo("DISABLED");
    }

    @Test
    void variantHasItsNameAndADoubleItsPoint() {
        flag(Map.of(
                "valueType",
                "double",
                "rolloutPercentage",
                100,
                "variants",
                List.of(Map.of("name", "five", "weight", 1, "value", 5))));

        Response answer =
                one(realm.as("carol"), key, Map.of("tenantId", tenant)).expect(200);

        assertThat(answer.json().path("variant").asText()).isEqualTo("five");
        assertThat(answer.json().path("reason").asText()).isEqualTo("SPLIT");
        assertThat(answer.text()).contains("\"value\":5.0");
    }

    @Test
    void allFlagsComeAtOnceAndNotAgainWhileNothingHasChanged() {
        flag(Map.of());
        Caller carol = realm.as("carol");
        Map<String, ?> context = Map.of("tenantId", tenant, "targetingKey", "user-42");

        Response first = all(carol, context, null).expect(200);
        String tag = first.header("ETag").orElseThrow();
        Response again = all(carol, context, tag).expect(304);
        entitlements
                .override(tenant, Map.of("type", "feature_grant", "value", key))
                .expect(201);
        Response changed = all(carol, context, tag).expect(200);

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(first.json().at("/metadata/tenantId").asText()).isEqualTo(tenant);
        assertThat(first.json().path("flags").findValuesAsText("key"))
                .isSorted()
                .contains(key);
        assertThat(again.bytes()).isEmpty();
        assertThat(again.header("ETag")).contains(tag);
        assertThat(changed.header("ETag")).isPresent().isNotEqualTo(first.header("ETag"));
        all(carol, context, "W/\"x\", W/" + changed.header("ETag").orElseThrow())
                .expect(304);
        assertThat(all(service, Map.of("tenantId", Tenants.create(realm, null)), tag)
                        .status())
                .as("another tenant's answer is another one")
                .isEqualTo(200);
    }

    @Test
    void targetingKeyDecidesWhereTheFlagGoesByIt() {
        entitlements
                .flag(Map.of("key", "new-dashboard", "rolloutPercentage", 64, "stickiness", "targetingKey"))
                .expect(201);
        Caller carol = realm.as("carol");

        JsonNode on = seen(carol, "new-dashboard", Map.of("tenantId", tenant, "targetingKey", "tenant-1"));
        JsonNode off = seen(carol, "new-dashboard", Map.of("tenantId", tenant, "targetingKey", "user-42"));

        // 15 and 65 of a hundred, by Unleash's hash.
        assertThat(on.path("value").asBoolean()).isTrue();
        assertThat(off.path("value").asBoolean(true)).isFalse();
        assertThat(off.path("reason").asText()).isEqualTo("SPLIT");
    }

    @Test
    void tenantIsTheContextsOrElseTheTargetedOrElseTheTokens() {
        flag(Map.of());
        String second = Tenants.create(realm, "alice");
        String third = Tenants.create(realm, "alice");
        Tokens tokens = realm.tokens("alice");
        Caller before = realm.with(tokens.access());
        assertFailure(one(before, key, Map.of()), 400, "TARGETING_KEY_MISSING", key);
        assertFailure(one(before, key, Map.of("targetingKey", "user-42")), 400, "INVALID_CONTEXT", key);
        before.put("/tenants/active").json(Map.of("tenantId", third)).send().expect(204);
        Caller alice = realm.with(realm.refresh(tokens).access());

        assertThat(tenantSeen(alice, Map.of("tenantId", tenant, "targetingKey", second)))
                .isEqualTo(tenant);
        assertThat(tenantSeen(alice, Map.of("targetingKey", second))).isEqualTo(second);
        for (String nobodys : List.of("", "user-42", UUID.randomUUID().toString(), realm.userId("alice"))) {
            assertThat(tenantSeen(alice, Map.of("targetingKey", nobodys)))
                    .as(nobodys)
                    .isEqualTo(third);
        }
        assertThat(tenantSeen(alice, Map.of())).isEqualTo(third);
        assertThat(tenantSeen(before, Map.of()))
                .as("its login is for that one now")
                .isEqualTo(third);
        Tenants.delete(realm, third);
        assertFailure(one(alice, key, Map.of()), 400, "TARGETING_KEY_MISSING", key);
    }

    @Test
    void foreignTenantAndUnknownOneAreAnsweredAlike() {
        flag(Map.of());
        Caller erin = realm.as("erin");
        String unknown = UUID.randomUUID().toString();

        for (String member : List.of("tenantId", "targetingKey")) {
            Response foreign = one(erin, key, Map.of(member, tenant));
            assertFailure(foreign, 400, "INVALID_CONTEXT", key);
            assertThat(foreign.json())
                    .isEqualTo(one(erin, key, Map.of(member, unknown)).json());
            Response all = all(erin, Map.of(member, tenant), null);
            assertFailure(all, 400, "INVALID_CONTEXT", null);
            assertThat(all.json())
                    .isEqualTo(all(erin, Map.of(member, "x".repeat(1024)), null).json());
        }
        one(realm.as("carol"), key, Map.of("tenantId", tenant)).expect(200);
        Tenants.removeMember(realm, tenant, "carol");
        assertFailure(one(realm.as("carol"), key, Map.of("tenantId", tenant)), 400, "INVALID_CONTEXT", key);
    }

    @Test
    void serviceWithTheRoleAsksForAnyTenant() {
        flag(Map.of());

        assertThat(tenantSeen(service, Map.of("tenantId", tenant))).isEqualTo(tenant);
        assertThat(tenantSeen(service, Map.of("targetingKey", tenant))).isEqualTo(tenant);
        assertFailure(one(service, key, Map.of()), 400, "TARGETING_KEY_MISSING", key);
        assertFailure(one(service, key, Map.of("tenantId", UUID.randomUUID().toString())), 400, "INVALID_CONTEXT", key);
        assertFailure(one(realm.asService("plain"), key, Map.of("tenantId", tenant)), 403, "GENERAL", key);
        assertFailure(all(realm.asService("plain"), Map.of("tenantId", tenant), null), 403, "GENERAL", null);
    }

    @Test
    void apiKeyAsksForItsOwnTenant() {
        flag(Map.of());
        Exchanges.Key apiKey = Exchanges.key(realm, tenant, Map.of());
        Caller caller = realm.with(Exchanges.token(realm, apiKey.secret()));

        assertThat(tenantSeen(caller, Map.of())).isEqualTo(tenant);
        assertThat(tenantSeen(caller, Map.of("targetingKey", Tenants.create(realm, null))))
                .isEqualTo(tenant);
        assertThat(all(caller, Map.of("tenantId", tenant), null).status()).isEqualTo(200);
        assertFailure(one(caller, key, Map.of("tenantId", Tenants.create(realm, null))), 400, "INVALID_CONTEXT", key);
        apiKey.revoke();
        assertFailure(one(caller, key, Map.of()), 401, "GENERAL", key);
    }

    @Test
    void suspendedTenantIsReadByItsMembersAlone() {
        flag(Map.of());

        Tenants.suspend(realm, tenant);

        assertThat(tenantSeen(realm.as("carol"), Map.of("tenantId", tenant))).isEqualTo(tenant);
        assertFailure(one(service, key, Map.of("tenantId", tenant)), 403, "GENERAL", key);
    }

    @Test
    void refusalsAreSpelledAsTheProtocolSays() {
        Caller carol = realm.as("carol");
        Map<String, ?> named = Map.of("tenantId", tenant);

        assertFailure(one(carol, key, named), 404, "FLAG_NOT_FOUND", key);
        assertFailure(one(carol, "no%20such%2Fkey", named), 404, "FLAG_NOT_FOUND", "no such/key");
        assertFailure(one(realm.anonymous(), key, named), 401, "GENERAL", key);
        assertFailure(all(realm.with("no.such.token"), named, null), 401, "GENERAL", null);
        assertFailure(body(carol, "{"), 400, "PARSE_ERROR", key);
        assertFailure(body(carol, ""), 400, "PARSE_ERROR", key);
        assertFailure(body(carol, "{\"context\":{},\"context\":{}}"), 400, "PARSE_ERROR", key);
        assertFailure(body(carol, "{\"context\":{\"a\":\"\\u0000\"}}"), 400, "PARSE_ERROR", key);
        for (String bad : List.of(
                "{}",
                "[]",
                "5",
                "{\"context\":null}",
                "{\"context\":\"x\"}",
                "{\"context\":{\"tenantId\":5}}",
                "{\"context\":{\"targetingKey\":{}}}",
                "{\"context\":{\"targetingKey\":\"" + "x".repeat(1025) + "\"}}")) {
            assertFailure(body(carol, bad), 400, "INVALID_CONTEXT", key);
        }
        assertFailure(body(carol, "{\"context\":{\"a\":\"" + "x".repeat(1 << 20) + "\"}}"), 413, "GENERAL", key);
        assertFailure(carol.post(Ofrep.PATH).body("text/plain", "x").send(), 415, "GENERAL", null);
        assertFailure(carol.get("/ofrep/v1/configuration").send(), 404, "GENERAL", null);
        assertFailure(
                carol.post(Ofrep.PATH)
                        .header("Accept", "text/html")
                        .json(Map.of("context", named))
                        .send(),
                406,
                "GENERAL",
                null);
        assertThat(one(carol, "%00", named).status()).isEqualTo(400);
        assertFailure(carol.get(Ofrep.PATH).send(), 405, "GENERAL", null);
        assertFailure(carol.get(Ofrep.PATH + "/" + key).send(), 405, "GENERAL", key);
    }

    @Test
    void whatApplicationsPutIntoAContextIsTheirs() {
        flag(Map.of());
        Map<String, Object> context = new HashMap<>(Map.of(
                "tenantId", tenant, "plan", "gold", "n", 1.5, "list", List.of(1, Map.of("a", true)), "on", false));
        context.put("nothing", null);

        realm.as("carol")
                .post(Ofrep.PATH + "/" + key)
                .json(Map.of("context", context, "later", Map.of("version", 2)))
                .send()
                .expect(200);
    }

    @Test
    void whereOkaIsOffThereIsNothing() {
        try (TestRealm off = oka.realm().users("alice").withoutSetup().create()) {
            assertFailure(one(off.anonymous(), key, Map.of()), 404, "FLAG_NOT_FOUND", key);
            assertFailure(all(off.anonymous(), Map.of(), null), 404, "GENERAL", null);
        }
    }

    @Test
    void nothingIsUsed() {
        flag(Map.of());
        for (int i = 0; i < 3; i++) {
            one(service, key, Map.of("tenantId", tenant)).expect(200);
            all(realm.as("carol"), Map.of("tenantId", tenant), null).expect(200);
        }

        assertThat(realm.as("carol")
                        .get("/tenants/" + tenant + "/quota")
                        .send()
                        .expect(200)
                        .json()
                        .path("used")
                        .asInt(-1))
                .isZero();
        assertThat(oka.rows("SELECT 1 FROM oka_usage_event WHERE tenant_id = ?", tenant))
                .isEmpty();
    }

    @Test
    void pagesPollFromTheirOrigin() {
        String origin = "http://localhost:1";
        Response preflight = realm.anonymous()
                .request("OPTIONS", Ofrep.PATH)
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,if-none-match")
                .send();

        Response answer = realm.as("carol")
                .post(Ofrep.PATH)
                .header("Origin", origin)
                .json(Map.of("context", Map.of("tenantId", tenant)))
                .send()
                .expect(200);
        Response refused = realm.as("carol")
                .post(Ofrep.PATH)
                .header("Origin", origin)
                .json(Map.of())
                .send();

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Headers").orElseThrow())
                .containsIgnoringCase("If-None-Match");
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(origin);
        assertThat(answer.header("Access-Control-Expose-Headers").orElseThrow()).contains("ETag");
        assertFailure(refused, 400, "INVALID_CONTEXT", null);
        assertThat(refused.header("Access-Control-Allow-Origin")).contains(origin);
    }

    @Test
    void warmEvaluationRunsNoneOfOurStatements() {
        flag(Map.of());
        Caller carol = realm.with(realm.token("carol"));
        Caller apiKey = realm.with(
                Exchanges.token(realm, Exchanges.key(realm, tenant, Map.of()).secret()));
        Map<String, ?> named = Map.of("tenantId", tenant, "targetingKey", "user-42");
        // Somebody's id: no tenant's, which is remembered too.
        Map<String, ?> targeted = Map.of("targetingKey", realm.userId("dave"));
        List<Runnable> calls = List.of(
                () -> one(carol, key, named).expect(200),
                () -> all(carol, named, null).expect(200),
                () -> one(service, key, named).expect(200),
                () -> one(apiKey, key, targeted).expect(200),
                () -> assertFailure(one(service, key, targeted), 400, "INVALID_CONTEXT", key));
        calls.forEach(Runnable::run);

        // A task may come by with statements of its own: once without any is enough, since one of ours would always
        // show.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (var recording = oka.proxy().record()) {
                for (int i = 0; i < 5; i++) {
                    calls.forEach(Runnable::run);
                }
                assertThat(recording.statements())
                        .noneMatch(sql -> sql.toUpperCase(Locale.ROOT).contains("OKA_"));
            }
        });
    }

    private void flag(Map<String, ?> members) {
        Map<String, Object> flag = new HashMap<>(Map.of("key", key));
        flag.putAll(members);
        entitlements.flag(flag).expect(201);
    }

    private String tenantSeen(Caller caller, Map<String, ?> context) {
        return seen(caller, key, context).at("/metadata/tenantId").asText();
    }

    private Response body(Caller caller, String body) {
        return caller.post(Ofrep.PATH + "/" + key)
                .body("application/json", body)
                .send();
    }
}
