package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators decide about sync. */
@OkaServer
final class SyncSettingsIT {

    private static final String PATH = "/sync/settings";
    private static final String URL = "https://hooks.example.com/services/T000/B000/secret";

    private final Oka oka;
    private TestRealm realm;

    SyncSettingsIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().create();
    }

    @BeforeEach
    void nothingIsDecided() {
        assertThat(get().json().path("concurrency").asInt()).isEqualTo(5);
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void withoutDecisionsTheUsualIsShown() {
        JsonNode shown = get().json();

        assertThat(shown.path("maxQueuedItems").asInt()).isEqualTo(1_000_000);
        assertThat(shown.path("breaker").path("failuresInRow").asInt()).isEqualTo(20);
        assertThat(shown.path("reconciliation")
                        .path("sourceOfTruth")
                        .path("tenant.name")
                        .asText())
                .isEqualTo("local");
        assertThat(shown.path("retentionDays").path("jobs").asInt()).isEqualTo(90);
        assertThat(shown.has("alertUrl") && !shown.path("alertUrl").isNull()).isFalse();
        assertThat(get().header("ETag")).contains("\"0\"");
    }

    @Test
    void patchChangesWhatItNamesAtEachDepth() {
        patch(Map.of("concurrency", 12, "breaker", Map.of("openSeconds", 7))).expect(200);

        JsonNode shown = patch(Map.of("reconciliation", Map.of("severity", Map.of("stale", "medium"))))
                .expect(200)
                .json();

        assertThat(shown.path("concurrency").asInt()).isEqualTo(12);
        assertThat(shown.path("breaker").path("openSeconds").asInt()).isEqualTo(7);
        assertThat(shown.path("breaker").path("failuresInRow").asInt()).isEqualTo(20);
        assertThat(shown.path("reconciliation").path("severity").path("stale").asText())
                .isEqualTo("medium");
        assertThat(get().json()).isEqualTo(shown);
        assertThat(get().header("ETag")).contains("\"2\"");
    }

    @Test
    void nullBringsTheUsualBack() {
        patch(Map.of("concurrency", 12)).expect(200);

        Response answer = realm.operator()
                .patch(PATH)
                .body("application/json", "{\"concurrency\": null}")
                .send();

        assertThat(answer.expect(200).json().path("concurrency").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"concurrency\": 0}",
                "{\"concurrency\": 21}",
                "{\"concurrency\": \"5\"}",
                "{\"speed\": 1}",
                "{\"alerts\": {\"colour\": 1}}",
                "{\"alertTargets\": [\"1.2\"]}",
                "{\"alertUrl\": \"http://hooks.example.com/x\"}",
                "{\"alertUrl\": \"https://127.0.0.1/x\"}",
                "{\"alertUrl\": \"https://user:pass@hooks.example.com/x\"}",
                "{\"alertUrl\": 5}",
                "{\"retentionDays\": {\"jobs\": 0}}",
                "[]"
            })
    void whatIsNotAcceptableIsRefusedAndChangesNothing(String body) {
        JsonNode before = get().json();

        realm.operator().patch(PATH).body("application/json", body).send().expect(400);

        assertThat(get().json()).isEqualTo(before);
        assertThat(get().header("ETag")).contains("\"0\"");
        assertThat(changes()).isEmpty();
    }

    @Test
    void alertUrlIsASecretAndNeverShownAgain() {
        Response answer = patch(Map.of("alertUrl", URL)).expect(200);

        assertThat(answer.json().path("alertUrl").asText()).isEqualTo("https://hooks.example.com/…");
        assertThat(answer.text() + get().text()).doesNotContain("T000");
        Map<String, ?> row = oka.rows(
                        "SELECT options, encode(alert_url, 'escape') AS url FROM oka_sync_options o JOIN realm r"
                                + " ON r.id = o.realm_id WHERE r.name = ?",
                        realm.name())
                .get(0);
        assertThat(row.toString()).doesNotContain("T000").doesNotContain("hooks.example.com");
        assertThat(changes().toString()).contains("https://hooks.example.com").doesNotContain("T000");
    }

    @Test
    void whatWasShownCanBeSentBack() {
        patch(Map.of("alertUrl", URL)).expect(200);
        byte[] kept = url();

        realm.operator()
                .patch(PATH)
                .body("application/json", get().text())
                .send()
                .expect(200);

        assertThat(url()).isEqualTo(kept);
    }

    @Test
    void alertUrlIsTakenAway() {
        patch(Map.of("alertUrl", URL)).expect(200);

        Response answer = realm.operator()
                .patch(PATH)
                .body("application/json", "{\"alertUrl\": null}")
                .send()
                .expect(200);

        assertThat(answer.json().path("alertUrl").asText("")).isIn("", "null");
        assertThat(url()).isNull();
    }

    @Test
    void namedTargetsMayBePrivateAndPlain() {
        patch(Map.of("alertTargets", List.of("127.0.0.1"), "alertUrl", "http://127.0.0.1:1/hook"))
                .expect(200);

        assertThat(get().json().path("alertUrl").asText()).isEqualTo("http://127.0.0.1:1/…");
    }

    @Test
    void changeOfSomethingElseThanWasReadIsRefused() {
        patch(Map.of("concurrency", 12)).expect(200);

        realm.operator()
                .patch(PATH)
                .header("If-Match", "\"0\"")
                .json(Map.of("concurrency", 3))
                .send()
                .expect(412);

        assertThat(get().json().path("concurrency").asInt()).isEqualTo(12);
        realm.operator()
                .patch(PATH)
                .header("If-Match", "\"1\"")
                .json(Map.of("concurrency", 3))
                .send()
                .expect(200);
    }

    @Test
    void settingsAreOfOneRealm() {
        try (TestRealm other = oka.realm().create()) {
            patch(Map.of("concurrency", 12)).expect(200);

            assertThat(other.operator()
                            .get(PATH)
                            .send()
                            .expect(200)
                            .json()
                            .path("concurrency")
                            .asInt())
                    .isEqualTo(5);
        }
    }

    @Test
    void strangersSeeNothing() {
        realm.anonymousOperator().get(PATH).send().expect(401);
        realm.anonymousOperator()
                .patch(PATH)
                .json(Map.of("concurrency", 1))
                .send()
                .expect(401);
    }

    private Response get() {
        return realm.operator().get(PATH).send().expect(200);
    }

    private Response patch(Map<String, ?> patch) {
        return realm.operator().patch(PATH).json(patch).send();
    }

    private byte @Nullable [] url() {
        return (byte[]) oka.rows(
                        "SELECT alert_url FROM oka_sync_options o JOIN realm r ON r.id = o.realm_id WHERE r.name = ?",
                        realm.name())
                .get(0)
                .get("alert_url");
    }

    private List<String> changes() {
        return oka
                .rows(
                        "SELECT c.data FROM oka_change c JOIN realm r ON r.id = c.realm_id"
                                + " WHERE r.name = ? AND c.type = 'sync.settings_updated'",
                        realm.name())
                .stream()
                .map(row -> String.valueOf(row.get("data")))
                .toList();
    }
}
