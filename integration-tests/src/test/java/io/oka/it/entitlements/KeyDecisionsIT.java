package io.oka.it.entitlements;

import static io.oka.it.entitlements.Entitlements.authorize;
import static io.oka.it.entitlements.Entitlements.reason;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions about API keys: asked by the key itself, and by a service that names it. */
@OkaServer
final class KeyDecisionsIT {

    private static TestRealm realm;
    private static Entitlements entitlements;
    private static Caller service;
    private String tenant = "";

    @BeforeAll
    static void realmWithKeys(Oka oka) {
        realm = oka.realm().demoPeople().service("gateway", "authorize").create();
        ApiKeys.allowScopes(realm);
        entitlements = new Entitlements(realm);
        entitlements.newPlan(
                "keyed",
                Map.of(
                        "quotaLimit",
                        9,
                        "services",
                        Map.of(
                                "documents",
                                Map.of("enabled", true, "quotaLimit", 7),
                                "search",
                                Map.of("enabled", true))));
        service = realm.asService("gateway");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = Tenants.createWithTeam(realm);
    }

    @Test
    void keysTokenSpeaksForTheKey() {
        Key key = key(realm, tenant, Map.of());

        JsonNode decision = authorize(tokenOf(key), tenant, Map.of("service", "documents"))
                .expect(200)
                .json();

        assertThat(decision.path("reason").asText()).isEqualTo("allowed");
        JsonNode metadata = decision.path("metadata");
        assertThat(metadata.path("role").isNull()).isTrue();
        assertThat(metadata.path("tier").asText()).isEqualTo("free");
        assertThat(metadata.at("/checks/session").isNull()).isTrue();
        assertThat(metadata.at("/checks/role").isNull()).isTrue();
        for (String check : List.of("subscription", "service", "quota")) {
            assertThat(metadata.path("checks").path(check).asBoolean())
                    .as(check)
                    .isTrue();
        }
        authorize(tokenOf(key), tenant, Map.of("apiKeyId", key.id())).expect(200);
    }

    @Test
    void keySpeaksForItselfAlone() {
        Key key = key(realm, tenant, Map.of());
        Caller caller = tokenOf(key);
        Key other = key(realm, tenant, Map.of());

        assertProblem(authorize(caller, tenant, Map.of("userId", realm.userId("alice"))), 403, "foreign_subject");
        assertProblem(authorize(caller, tenant, Map.of("apiKeyId", other.id())), 403, "foreign_subject");
        assertThat(reason(authorize(caller, Tenants.create(realm, "alice"), Map.of())))
                .isEqualTo("not_a_member");
        assertThat(reason(authorize(caller, tenant, Map.of("requiredRole", "member"))))
                .isEqualTo("insufficient_role");
        assertThat(reason(authorize(caller, tenant, Map.of("sessionId", "any"))))
                .as("a key is in no session")
                .isEqualTo("session_invalid");
    }

    @Test
    void scopeIsCheckedAgainstTheAction() {
        Key searches = key(realm, tenant, Map.of("scopes", List.of("search:*")));
        Key documents = key(realm, tenant, Map.of("scopes", List.of("documents:*")));
        String narrowed = Exchanges.tokenOf(
                Exchanges.exchange(realm, Map.of("apiKey", documents.secret(), "scope", "documents:write")));

        authorize(tokenOf(documents), tenant, Map.of()).expect(200);
        authorize(service, tenant, Map.of("apiKeyId", documents.id())).expect(200);
        for (Response refused : List.of(
                authorize(tokenOf(searches), tenant, Map.of()),
                authorize(service, tenant, Map.of("apiKeyId", searches.id())),
                authorize(realm.with(narrowed), tenant, Map.of()))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(reason(refused)).isEqualTo("insufficient_scope");
            assertThat(refused.json().at("/metadata/tier").asText()).isEqualTo("free");
            assertThat(refused.json().at("/metadata/checks/subscription").isNull())
                    .isTrue();
        }
    }

    @Test
    void scopeThatTheKeyLosesIsLostAtOnce() {
        Key key = key(realm, tenant, Map.of("scopes", List.of("documents:*", "search:*")));
        Caller caller = tokenOf(key);
        authorize(caller, tenant, Map.of()).expect(200);

        key.keys().patch(key.id(), Map.of("scopes", List.of("search:*"))).expect(200);

        assertThat(reason(authorize(caller, tenant, Map.of()))).isEqualTo("insufficient_scope");
        assertThat(reason(authorize(service, tenant, Map.of("apiKeyId", key.id()))))
                .isEqualTo("insufficient_scope");
    }

    @Test
    void serviceSpeaksForTheKeyThatItNames() {
        Key key = key(realm, tenant, Map.of());
        Key foreign = key(realm);

        authorize(service, tenant, Map.of("apiKeyId", key.id())).expect(200);

        for (String none : List.of(foreign.id(), UUID.randomUUID().toString(), "no id at all")) {
            JsonNode refused =
                    authorize(service, tenant, Map.of("apiKeyId", none)).json();
            assertThat(refused.path("reason").asText()).as(none).isEqualTo("not_a_member");
            assertThat(refused.at("/metadata/tier").isNull()).as(none).isTrue();
        }
        assertThat(reason(authorize(service, tenant, Map.of("apiKeyId", key.id(), "sessionId", "any"))))
                .isEqualTo("session_invalid");
    }

    @Test
    void keyThatHasEndedIsNoMember(Oka oka) {
        Key revoked = key(realm, tenant, Map.of());
        Key rotated = key(realm, tenant, Map.of());
        Key expiring = key(
                realm, tenant, Map.of("expiresAt", Instant.now().plusSeconds(60).toString()));
        List<Key> all = List.of(revoked, rotated, expiring);
        Caller token = tokenOf(revoked);
        all.forEach(
                key -> authorize(service, tenant, Map.of("apiKeyId", key.id())).expect(200));

        revoked.revoke();
        rotated.keys().rotate(rotated.id(), 0).expect(201);

        assertProblem(authorize(token, tenant, Map.of()), 401, "invalid_token");
        oka.moveClock(Duration.ofSeconds(61));
        for (Key key : all) {
            assertThat(reason(authorize(realm.asService("gateway"), tenant, Map.of("apiKeyId", key.id()))))
                    .isEqualTo("not_a_member");
        }
    }

    @Test
    void suspendedTenantsKeysAreToldSo() {
        Key key = key(realm, tenant, Map.of());
        Caller caller = tokenOf(key);

        Tenants.suspend(realm, tenant);

        assertThat(reason(authorize(caller, tenant, Map.of()))).isEqualTo("tenant_suspended");
        assertThat(reason(authorize(service, tenant, Map.of("apiKeyId", key.id()))))
                .isEqualTo("tenant_suspended");
        Tenants.delete(realm, tenant);
        assertProblem(authorize(caller, tenant, Map.of()), 401, "invalid_token");
        assertThat(reason(authorize(service, tenant, Map.of("apiKeyId", key.id()))))
                .isEqualTo("not_a_member");
    }

    @Test
    void rotatedKeyAndItsSuccessorShareOneLimit() {
        Key old = key(realm, tenant, Map.of("quotaLimit", 10, "quotaPeriod", "day"));
        consume(service, 6, Map.of("apiKeyId", old.id())).expect(200);

        Response made = old.keys().rotate(old.id(), 3600).expect(201);
        Caller successor = realm.with(Exchanges.token(realm, ApiKeys.secret(made)));

        assertExceeds(consume(successor, 5, Map.of()), "api_key");
        consume(successor, 4, Map.of()).expect(200);
        assertExceeds(consume(service, 1, Map.of("apiKeyId", old.id())), "api_key");
        assertExceeds(consume(tokenOf(old), 1, Map.of()), "api_key");
    }

    @Test
    void keysLimitComesBeforeTheServicesAndTheTenants() {
        entitlements.set(tenant, Map.of("tier", "keyed")).expect(200);
        Key key = key(realm, tenant, Map.of("quotaLimit", 5, "quotaPeriod", "month"));
        Caller caller = tokenOf(key);
        Map<String, Object> documents = Map.of("service", "documents");

        assertExceeds(consume(caller, 10, documents), "api_key");
        key.keys().patch(key.id(), Map.of("quotaLimit", 20)).expect(200);
        assertExceeds(consume(caller, 10, documents), "service");
        assertExceeds(consume(caller, 10, Map.of("service", "search")), "tenant");

        JsonNode quota = consume(caller, 7, documents).expect(200).json().at("/metadata/quota");
        assertThat(quota.path("level").asText())
                .as("what was refused has left no trace")
                .isEqualTo("service");
        assertThat(quota.path("used").asLong()).isEqualTo(7);
        assertExceeds(consume(service, 3, Map.of("service", "search")), "tenant");
        consume(service, 2, Map.of("service", "search")).expect(200);
    }

    @Test
    void repetitionOfAKeysUseIsCountedOnce() {
        Key key = key(realm, tenant, Map.of("quotaLimit", 10, "quotaPeriod", "hour"));
        Map<String, Object> use =
                Map.of("quantity", 6, "idempotencyKey", UUID.randomUUID().toString());

        authorize(tokenOf(key), tenant, use).expect(200);
        authorize(tokenOf(key), tenant, use).expect(200);

        consume(tokenOf(key), 4, Map.of()).expect(200);
        assertExceeds(consume(tokenOf(key), 1, Map.of()), "api_key");
    }

    private Response consume(Caller caller, long quantity, Map<String, ?> context) {
        Map<String, Object> whole = new HashMap<>(context);
        whole.put("quantity", quantity);
        whole.put("idempotencyKey", UUID.randomUUID().toString());
        return authorize(caller, tenant, whole);
    }

    private static void assertExceeds(Response decision, String level) {
        assertThat(reason(decision)).as(decision.toString()).isEqualTo("quota_exceeded");
        assertThat(decision.json().at("/metadata/quota/level").asText()).isEqualTo(level);
    }

    private static Caller tokenOf(Key key) {
        return realm.with(Exchanges.token(realm, key.secret()));
    }
}
