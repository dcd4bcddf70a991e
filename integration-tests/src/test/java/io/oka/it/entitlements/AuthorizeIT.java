package io.oka.it.entitlements;

import static io.oka.it.entitlements.Entitlements.authorize;
import static io.oka.it.entitlements.Entitlements.reason;
import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /realms/{realm}/entitlements/authorize}: yes or no, and why. */
@OkaServer
final class AuthorizeIT {

    private static Oka oka;
    private static TestRealm realm;
    private static Entitlements entitlements;
    private static Caller service;
    private String tenant = "";

    @BeforeAll
    static void realmWithServices(Oka server) {
        oka = server;
        realm = server.realm()
                .demoPeople()
                .service("gateway", "authorize")
                .service("plain")
                .create();
        entitlements = new Entitlements(realm);
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
    void yesExplainsItself() {
        Response decision = authorize(realm.as("bob"), tenant, Map.of("service", "documents", "requiredRole", "member"))
                .expect(200);

        JsonNode json = decision.json();
        assertThat(json.path("allowed").asBoolean()).isTrue();
        assertThat(json.path("reason").asText()).isEqualTo("allowed");
        JsonNode metadata = json.path("metadata");
        assertThat(metadata.path("role").asText()).isEqualTo("admin");
        assertThat(metadata.path("tier").asText()).isEqualTo("free");
        assertThat(metadata.path("degraded").asBoolean(true)).isFalse();
        assertThat(metadata.path("overrides")).isEmpty();
        assertThat(metadata.path("evaluatedAt").asText()).endsWith("Z");
        assertThat(metadata.at("/quota/allowed").asBoolean()).isTrue();
        JsonNode checks = metadata.path("checks");
        for (String check : List.of("session", "subscription", "service", "quota", "role")) {
            assertThat(checks.path(check).asBoolean()).as(check).isTrue();
        }
        assertThat(checks.path("feature").isNull()).isTrue();
    }

    @Test
    void noIsADecisionAndNoProblem() {
        Response decision = authorize(realm.as("carol"), tenant, Map.of("requiredRole", "owner"));

        assertThat(decision.status()).isEqualTo(403);
        assertThat(decision.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(decision.header("X-Request-ID")).isPresent();
        assertThat(decision.json().path("allowed").asBoolean(true)).isFalse();
        assertThat(reason(decision)).isEqualTo("insufficient_role");
        assertThat(decision.json().at("/metadata/checks/role").asBoolean(true)).isFalse();
        assertThat(decision.json().at("/metadata/checks/quota").asBoolean()).isTrue();
    }

    @Test
    void strangersAndThoseWhoAskForNothingAreAnsweredAlike() {
        JsonNode foreign = authorize(realm.as("erin"), tenant, Map.of()).json();
        JsonNode unknown = authorize(realm.as("erin"), UUID.randomUUID().toString(), Map.of())
                .json();

        assertThat(foreign.path("reason").asText()).isEqualTo("not_a_member");
        assertThat(foreign.at("/metadata/tier").isNull()).isTrue();
        assertThat(without(unknown)).isEqualTo(without(foreign));
        assertThat(without(authorize(service, UUID.randomUUID().toString(), Map.of())
                                .json())
                        .path("reason")
                        .asText())
                .isEqualTo("not_a_member");
    }

    @Test
    void removedMemberIsOneNoMore() {
        authorize(realm.as("carol"), tenant, Map.of()).expect(200);

        Tenants.removeMember(realm, tenant, "carol");

        assertThat(reason(authorize(realm.as("carol"), tenant, Map.of()))).isEqualTo("not_a_member");
    }

    @Test
    void suspendedTenantIsSaidToBeSo() {
        Tenants.suspend(realm, tenant);

        assertThat(reason(authorize(realm.as("alice"), tenant, Map.of()))).isEqualTo("tenant_suspended");
    }

    @Test
    void subscriptionServiceAndFeatureAreChecked() {
        assertThat(reason(authorize(realm.as("alice"), tenant, Map.of("service", "search"))))
                .isEqualTo("service_not_enabled");
        assertThat(reason(authorize(realm.as("alice"), tenant, Map.of("requiredFeature", "export"))))
                .isEqualTo("feature_not_enabled");

        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);
        authorize(realm.as("alice"), tenant, Map.of("service", "search", "requiredFeature", "export"))
                .expect(200);
        entitlements.set(tenant, Map.of("tier", "pro", "status", "cancelled")).expect(200);

        assertThat(reason(authorize(realm.as("alice"), tenant, Map.of()))).isEqualTo("subscription_inactive");
    }

    @Test
    void memberSpeaksForItselfAlone() {
        String carol = realm.userId("carol");

        authorize(realm.as("carol"), tenant, Map.of("userId", carol)).expect(200);
        assertProblem(authorize(realm.as("alice"), tenant, Map.of("userId", carol)), 403, "foreign_subject");
        assertProblem(authorize(realm.as("alice"), tenant, Map.of("apiKeyId", "any")), 403, "foreign_subject");
    }

    @Test
    void sessionIsTheTokens() {
        Tokens tokens = realm.tokens("carol");
        Caller carol = realm.with(tokens.access());

        authorize(carol, tenant, Map.of("sessionId", tokens.claims().path("sid").asText()))
                .expect(200);
        Response other = authorize(carol, tenant, Map.of("sessionId", "another"));

        assertThat(reason(other)).isEqualTo("session_invalid");
        assertThat(other.json().at("/metadata/checks/session").asBoolean(true)).isFalse();
        assertThat(other.json().at("/metadata/checks/subscription").isNull()).isTrue();
    }

    @Test
    void serviceSpeaksForWhomItNames() {
        Tokens tokens = realm.tokens("carol");
        String session = tokens.claims().path("sid").asText();
        String carol = realm.userId("carol");

        JsonNode named =
                authorize(service, tenant, Map.of("userId", carol)).expect(200).json();
        JsonNode withSession = authorize(service, tenant, Map.of("userId", carol, "sessionId", session))
                .expect(200)
                .json();

        assertThat(named.at("/metadata/role").asText()).isEqualTo("member");
        assertThat(named.at("/metadata/checks/session").isNull()).isTrue();
        assertThat(withSession.at("/metadata/checks/session").asBoolean()).isTrue();
        authorize(service, tenant, Map.of("sessionId", session)).expect(200);
        assertThat(reason(authorize(service, tenant, Map.of("userId", realm.userId("bob"), "sessionId", session))))
                .isEqualTo("session_invalid");
        assertThat(reason(authorize(service, tenant, Map.of("sessionId", "another"))))
                .isEqualTo("session_invalid");
        assertThat(reason(authorize(service, tenant, Map.of("userId", realm.userId("erin")))))
                .isEqualTo("not_a_member");
        oka.admin().delete(realm.adminPath("/sessions/" + session));
        assertThat(reason(authorize(service, tenant, Map.of("userId", carol, "sessionId", session))))
                .isEqualTo("session_invalid");
    }

    @Test
    void serviceThatNamesNobodyDecidesForTheTenant() {
        JsonNode decision = authorize(service, tenant, Map.of("service", "documents"))
                .expect(200)
                .json();

        assertThat(decision.at("/metadata/checks/session").isNull()).isTrue();
        assertThat(decision.at("/metadata/role").isNull()).isTrue();
        assertThat(reason(authorize(service, tenant, Map.of("requiredRole", "member"))))
                .isEqualTo("insufficient_role");
    }

    @Test
    void serviceWithoutTheRoleMayNotAsk() {
        assertProblem(authorize(realm.asService("plain"), tenant, Map.of()), 403, "insufficient_role");
        assertProblem(authorize(realm.anonymous(), tenant, Map.of()), 401, "unauthorized");
    }

    @Test
    void strangeRequestsAreRefused() {
        Caller alice = realm.as("alice");

        assertInvalid(alice.post("/entitlements/authorize").json(Map.of()).send(), "action", "context");
        assertInvalid(
                alice.post("/entitlements/authorize")
                        .json(Map.of("action", "a\nb", "context", Map.of()))
                        .send(),
                "action",
                "context.tenantId");
        assertInvalid(
                authorize(alice, tenant, Map.of("service", "a b", "requiredFeature", "", "quantity", 0)),
                "context.service",
                "context.requiredFeature",
                "context.quantity");
        assertInvalid(authorize(alice, tenant, Map.of("requiredRole", "king")), "context.requiredRole");
        assertProblem(authorize(alice, tenant, Map.of("colour", "red")), 400, "unknown_member");
        alice.post("/entitlements/authorize")
                .json(Map.of("action", "read", "resource", Map.of("id", 5), "context", Map.of("tenantId", tenant)))
                .send()
                .expect(200);
    }

    /** What differs from one decision to the next by itself is left out. */
    private static JsonNode without(JsonNode decision) {
        ((ObjectNode) decision.path("metadata")).remove("evaluatedAt");
        return decision;
    }
}
