package io.oka.it.entitlements;

import static io.oka.it.entitlements.Authzen.EVALUATIONS;
import static io.oka.it.entitlements.Authzen.ask;
import static io.oka.it.entitlements.Authzen.decisions;
import static io.oka.it.entitlements.Authzen.question;
import static io.oka.it.entitlements.Authzen.service;
import static io.oka.it.entitlements.Authzen.subject;
import static io.oka.it.entitlements.Authzen.with;
import static io.oka.it.entitlements.Authzen.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** AuthZEN's batches: many evaluations at once. */
@OkaServer
final class AuthzenBatchIT extends InAuthzenRealm {

    @Test
    void batchTakesItsDefaultsWhole() {
        Map<String, Object> batch = question(realm.userId("carol"), tenant);
        batch.put("context", Map.of("requiredRole", "owner"));
        batch.put(
                "evaluations",
                List.of(
                        Map.of(),
                        Map.of("subject", subject("user", realm.userId("alice"))),
                        Map.of("context", Map.of("source", "own")),
                        Map.of("resource", Map.of("type", "service", "id", "documents"))));

        Response answer = ask(gateway, EVALUATIONS, batch);

        assertThat(decisions(answer)).containsExactly(false, true, true, false);
        JsonNode last = answer.json().at("/evaluations/3/context");
        assertThat(last.at("/error/status").asInt()).isEqualTo(400);
        assertThat(last.at("/error/message").asText()).contains("tenantId");
        assertThat(answer.json().has("decision")).isFalse();
    }

    @Test
    void batchEndsWhereItsSemanticSays() {
        Map<String, Object> batch = without(question(realm.userId("carol"), tenant), "resource");
        List<Map<String, Object>> items = List.of(
                Map.of("resource", service("documents", tenant)),
                Map.of("resource", service("search", tenant)),
                Map.of("resource", service("documents", tenant)));
        batch.put("evaluations", items);

        assertThat(decisions(ask(gateway, EVALUATIONS, batch))).containsExactly(true, false, true);
        assertThat(decisions(ask(gateway, EVALUATIONS, with(batch, "options", semantic("execute_all")))))
                .containsExactly(true, false, true);
        assertThat(decisions(ask(gateway, EVALUATIONS, with(batch, "options", semantic("deny_on_first_deny")))))
                .containsExactly(true, false);
        assertThat(decisions(ask(gateway, EVALUATIONS, with(batch, "options", semantic("permit_on_first_permit")))))
                .containsExactly(true);
    }

    @Test
    void batchOfNothingIsOneEvaluation() {
        Map<String, Object> question = question(realm.userId("carol"), tenant);

        for (Response answer : List.of(
                ask(gateway, EVALUATIONS, question),
                ask(gateway, EVALUATIONS, with(question, "evaluations", List.of())))) {
            assertThat(answer.expect(200).json().path("decision").asBoolean()).isTrue();
            assertThat(answer.json().has("evaluations")).isFalse();
        }
        ask(gateway, EVALUATIONS, without(question, "subject")).expect(400);
    }

    @Test
    void oneBadEvaluationSpoilsNoOther() {
        Map<String, Object> batch = without(question(realm.userId("carol"), tenant), "subject");
        batch.put(
                "evaluations",
                List.of(
                        Map.of("subject", subject("user", realm.userId("carol"))),
                        Map.of(),
                        Map.of("subject", "carol"),
                        Map.of("subject", subject("user", realm.userId("bob")))));

        Response byService = ask(gateway, EVALUATIONS, batch);
        Response byMember = ask(realm.as("carol"), EVALUATIONS, batch);

        assertThat(decisions(byService)).containsExactly(true, false, false, true);
        assertThat(decisions(byMember)).containsExactly(true, false, false, false);
        assertThat(byService.json().at("/evaluations/1/context/error/message").asText())
                .isEqualTo("subject is needed");
        assertThat(byMember.json().at("/evaluations/3/context/error/status").asInt())
                .isEqualTo(403);
        assertThat(byMember.json().at("/evaluations/3/context/reason").asText()).isEqualTo("insufficient_role");
    }

    @Test
    void warmBatchRunsNoneOfOurStatements() {
        String key = ApiKeys.of(realm, "alice", tenant).create().id();
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            for (String person : List.of("alice", "bob", "carol")) {
                items.add(Map.of("subject", subject("user", realm.userId(person))));
            }
            items.add(Map.of("subject", subject("api_key", key)));
        }
        Map<String, Object> batch = with(question(realm.userId("carol"), tenant), "evaluations", items);
        ask(gateway, EVALUATIONS, batch).expect(200);

        // A task may come by with statements of its own: once without any is enough, since one of ours would always
        // show.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (var recording = oka.proxy().record()) {
                assertThat(decisions(ask(gateway, EVALUATIONS, batch)))
                        .hasSize(100)
                        .doesNotContain(false);
                assertThat(recording.statements())
                        .noneMatch(sql -> sql.toUpperCase(Locale.ROOT).contains("OKA_"));
            }
        });
    }

    private static Map<String, Object> semantic(String name) {
        return Map.of("evaluations_semantic", name);
    }
}
