package io.oka.it.entitlements;

import static io.oka.it.entitlements.Authzen.EVALUATION;
import static io.oka.it.entitlements.Authzen.EVALUATIONS;
import static io.oka.it.entitlements.Authzen.action;
import static io.oka.it.entitlements.Authzen.ask;
import static io.oka.it.entitlements.Authzen.evaluate;
import static io.oka.it.entitlements.Authzen.question;
import static io.oka.it.entitlements.Authzen.reason;
import static io.oka.it.entitlements.Authzen.service;
import static io.oka.it.entitlements.Authzen.subject;
import static io.oka.it.entitlements.Authzen.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** AuthZEN's evaluations: the one decision, asked in another standard's words. */
@OkaServer
final class AuthzenIT extends InAuthzenRealm {

    @Test
    void yesExplainsItself() {
        Response answer = ask(gateway, EVALUATION, question(realm.userId("bob"), tenant));

        JsonNode json = answer.expect(200).json();
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(json.path("decision").isBoolean()).isTrue();
        assertThat(json.path("decision").asBoolean()).isTrue();
        assertThat(reason(json)).isEqualTo("allowed");
        assertThat(json.at("/context/metadata/role").asText()).isEqualTo("admin");
        assertThat(json.at("/context/metadata/tier").asText()).isEqualTo("free");
        assertThat(json.at("/context/metadata/checks/service").asBoolean()).isTrue();
        assertThat(json.at("/context/metadata/quota/allowed").asBoolean()).isTrue();
        assertThat(json.path("context").has("error")).isFalse();
    }

    @Test
    void noIsAnAnswer() {
        Map<String, Object> question = question(realm.userId("carol"), tenant);

        JsonNode other = evaluate(gateway, with(question, "resource", service("search", tenant)));
        JsonNode role = evaluate(gateway, with(question, "context", Map.of("requiredRole", "owner")));

        assertThat(other.path("decision").asBoolean(true)).isFalse();
        assertThat(reason(other)).isEqualTo("service_not_enabled");
        assertThat(reason(role)).isEqualTo("insufficient_role");
    }

    @Test
    void contextAsksForMore() {
        Map<String, Object> question = question(realm.userId("carol"), tenant);
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);

        assertThat(reason(evaluate(gateway, with(question, "context", Map.of("requiredFeature", "export")))))
                .isEqualTo("allowed");
        assertThat(reason(evaluate(gateway, with(question, "context", Map.of("requiredFeature", "beta")))))
                .isEqualTo("feature_not_enabled");
        assertThat(reason(evaluate(gateway, with(question, "context", Map.of("quantity", 100_001)))))
                .isEqualTo("quota_exceeded");
        assertThat(reason(evaluate(gateway, with(question, "context", Map.of("sessionId", "another")))))
                .isEqualTo("session_invalid");
        Map<String, Object> elsewhere = with(question, "resource", Map.of("type", "service", "id", "documents"));
        assertThat(reason(evaluate(gateway, with(elsewhere, "context", Map.of("tenantId", tenant)))))
                .isEqualTo("allowed");
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        Map<String, Object> question = question(realm.userId("carol"), tenant);
        question.put("futureField", Map.of("nested", true));
        question.put("context", Map.of("time", "2025-06-27T18:03-07:00", "ip", "192.168.1.1"));
        question.put("action", Map.of("name", "documents:read", "properties", Map.of("method", "GET")));
        question.put(
                "subject",
                Map.of("type", "user", "id", realm.userId("carol"), "properties", Map.of("department", "Sales")));

        for (int i = 0; i < 3; i++) {
            assertThat(evaluate(gateway, question).path("decision").asBoolean()).isTrue();
        }
        question.put("context", null);
        assertThat(evaluate(gateway, question).path("decision").asBoolean()).isTrue();
    }

    @Test
    void typesThatAreNotKnownAreANo() {
        Map<String, Object> question = question(realm.userId("carol"), tenant);

        JsonNode ship = evaluate(gateway, with(question, "subject", subject("spaceship", "one")));
        JsonNode record = evaluate(gateway, with(question, "resource", Map.of("type", "record", "id", "record-1")));

        assertThat(ship.path("decision").asBoolean(true)).isFalse();
        assertThat(reason(ship)).isEqualTo("unknown_subject_type");
        assertThat(record.path("decision").asBoolean(true)).isFalse();
        assertThat(reason(record)).isEqualTo("unknown_resource_type");
    }

    @Test
    void keysAndTenantsAreSubjectsToo() {
        String key = ApiKeys.of(realm, "alice", tenant).create().id();
        Map<String, Object> ofKey = with(question(realm.userId("carol"), tenant), "subject", subject("api_key", key));

        assertThat(reason(evaluate(gateway, ofKey))).isEqualTo("allowed");
        assertThat(reason(evaluate(gateway, with(ofKey, "action", action("documents:write")))))
                .isEqualTo("insufficient_scope");
        assertThat(reason(evaluate(
                        gateway, with(ofKey, "resource", service("documents", Tenants.createWithTeam(realm))))))
                .isEqualTo("not_a_member");
        Map<String, Object> ofTenant = with(ofKey, "subject", subject("tenant", tenant));
        assertThat(reason(evaluate(gateway, ofTenant))).isEqualTo("allowed");
        assertThat(reason(evaluate(gateway, with(ofTenant, "resource", Map.of("type", "service", "id", "documents")))))
                .isEqualTo("allowed");
        assertThat(reason(
                        evaluate(gateway, with(ofTenant, "subject", subject("tenant", Tenants.createWithTeam(realm))))))
                .isEqualTo("not_a_member");
    }

    @Test
    void whoMayAskAboutWhom() {
        String key = ApiKeys.of(realm, "alice", tenant).create().id();
        Map<String, Object> ofCarol = question(realm.userId("carol"), tenant);
        Map<String, Object> ofKey = with(ofCarol, "subject", subject("api_key", key));
        Map<String, Object> ofTenant = with(ofCarol, "subject", subject("tenant", tenant));
        List<Map<String, Object>> others = List.of(question(realm.userId("bob"), tenant), ofKey, ofTenant);

        for (String admin : List.of("alice", "bob")) {
            assertThat(reason(evaluate(realm.as(admin), ofCarol))).isEqualTo("allowed");
            others.forEach(question ->
                    assertThat(reason(evaluate(realm.as(admin), question))).isEqualTo("allowed"));
        }
        assertThat(reason(evaluate(realm.as("carol"), ofCarol))).isEqualTo("allowed");
        others.forEach(question -> ask(realm.as("carol"), EVALUATION, question).expect(403));
        for (Map<String, Object> question : others) {
            assertThat(reason(evaluate(realm.as("erin"), question))).isEqualTo("not_a_member");
        }
        assertThat(reason(evaluate(realm.as("alice"), question(realm.userId("erin"), tenant))))
                .isEqualTo("not_a_member");
        ask(realm.asService("plain"), EVALUATION, ofCarol).expect(403);
        ask(realm.asService("searcher"), EVALUATION, ofCarol).expect(403);
    }

    @Test
    void keysTokenMayNotAsk() {
        String secret = ApiKeys.secret(ApiKeys.of(realm, "alice", tenant).create());
        Caller key = realm.with(Exchanges.token(realm, secret));

        for (String path : List.of(EVALUATION, EVALUATIONS, Authzen.SUBJECTS, Authzen.RESOURCES, Authzen.ACTIONS)) {
            assertThat(ask(key, path, question(realm.userId("carol"), tenant)).status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void strangersLearnNothingOfATenant() {
        String erin = realm.userId("erin");
        String unknown = UUID.randomUUID().toString();

        for (String subject : List.of(erin, realm.userId("carol"))) {
            JsonNode foreign = evaluate(realm.as("erin"), question(subject, tenant));
            JsonNode missing = evaluate(realm.as("erin"), question(subject, unknown));

            assertThat(reason(foreign)).isEqualTo("not_a_member");
            assertThat(foreign.at("/context/metadata/tier").isNull()).isTrue();
            assertThat(timeless(foreign)).isEqualTo(timeless(missing));
        }
    }

    @Test
    void adminLearnsNothingOfStrangersSessionsAndState() {
        Tokens tokens = realm.tokens("erin");
        String session = tokens.claims().path("sid").asText();
        Map<String, Object> question = question(realm.userId("erin"), tenant);

        JsonNode right = evaluate(realm.as("alice"), with(question, "context", Map.of("sessionId", session)));
        JsonNode wrong = evaluate(realm.as("alice"), with(question, "context", Map.of("sessionId", "another")));

        assertThat(timeless(right)).isEqualTo(timeless(wrong));
        assertThat(reason(wrong)).isEqualTo("not_a_member");
    }

    @Test
    void nothingIsEverUsed() {
        Map<String, Object> question = with(
                question(realm.userId("carol"), tenant),
                "context",
                Map.of("quantity", 5, "idempotencyKey", UUID.randomUUID().toString()));

        evaluate(gateway, question);
        ask(gateway, EVALUATIONS, with(question, "evaluations", List.of(Map.of(), Map.of())))
                .expect(200);

        assertThat(realm.as("alice")
                        .get("/tenants/" + tenant + "/quota")
                        .send()
                        .expect(200)
                        .json()
                        .path("used")
                        .asInt())
                .isZero();
        assertThat(evaluate(gateway, question)
                        .at("/context/metadata/quota/used")
                        .asInt())
                .isZero();
    }

    /** What differs from one decision to the next by itself is left out. */
    private static JsonNode timeless(JsonNode evaluation) {
        ((ObjectNode) evaluation.at("/context/metadata")).remove("evaluatedAt");
        return evaluation;
    }
}
