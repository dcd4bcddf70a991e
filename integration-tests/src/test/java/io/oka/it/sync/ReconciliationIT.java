package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.sync.Snapshots.Entry;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Comparisons of all that a billing system has with what is here. */
@OkaServer
final class ReconciliationIT {

    private final Oka oka;
    private final TestRealm realm;
    private final Erp erp;
    private final Snapshots snapshots;

    ReconciliationIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().users("alice").create();
        this.erp = Erp.in(realm);
        this.snapshots = new Snapshots(realm, erp.agent());
    }

    @BeforeEach
    void allCountsAtOnce() {
        snapshots.withoutGrace();
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void equalSidesMatchByTheirHashAndNoItemsAreAsked() {
        customers("C-1", "C-2", "C-3");
        String id = snapshots.start("tenant");
        JsonNode wanted =
                erp.agent().heartbeat().expect(200).json().path("work").path("reconciliations");
        List<Entry> there = List.of(named("C-1"), named("C-2"), named("C-3"));

        String outcome = snapshots.send(Snapshots.whole("tenant", there));

        assertThat(wanted.path(0).path("id").asText()).isEqualTo(id);
        assertThat(outcome).isEqualTo("applied matched");
        assertThat(snapshots.state(id)).isEqualTo("done");
        assertThat(snapshots.get(id).path("matchedPages").asInt()).isEqualTo(1);
        assertThat(snapshots.get(id).path("compared").asInt()).isEqualTo(3);
        assertThat(snapshots.standing()).isEmpty();
        assertThat(snapshots.send(Map.of(
                        "reconciliationId", id, "entity", "tenant", "page", 0, "count", 0, "sha256", "0".repeat(64))))
                .isEqualTo("skipped reconciliation_ended");
    }

    @Test
    void plantedDifferencesAreFoundAndNoOthers() {
        customers("C-1", "C-2", "C-3", "C-4", "C-5");
        erp.map("plan", "PRO-M", "pro");
        erp.say("subscription.upsert", "C-1", 1, Map.of("plan", "PRO-M"));
        erp.say("subscription.upsert", "C-2", 1, Map.of("plan", "PRO-M"));
        erp.say("subscription.upsert", "C-4", 1, Map.of("plan", "PRO-M"));
        update("UPDATE oka_tenant SET display_name = 'Bent' WHERE id = ?", erp.mapped("C-2"));
        update("UPDATE oka_subscription SET tier = 'free' WHERE tenant_id = ?", erp.mapped("C-2"));
        List<Entry> low = List.of(named("C-1"), named("C-2"));
        List<Entry> high = List.of(Snapshots.tenant("C-4", 7, "Newer"), named("C-5"), named("C-6"));
        List<Entry> bought = List.of(
                Snapshots.subscription("C-1", 1, "PRO-M"),
                Snapshots.subscription("C-2", 1, "PRO-M"),
                Snapshots.subscription("C-5", 1, "PRO-M"));
        String id = snapshots.start("tenant", "subscription");

        snapshots.compare(Snapshots.page("tenant", 1, "C-2", null, high), high);
        snapshots.compare(Snapshots.page("tenant", 0, null, "C-2", low), low);
        String before = snapshots.state(id);
        snapshots.compare(Snapshots.whole("subscription", bought), bought);

        assertThat(before).isEqualTo("comparing");
        assertThat(snapshots.state(id)).isEqualTo("done");
        assertThat(snapshots.standing())
                .containsExactlyInAnyOrder(
                        "field_mismatch tenant C-2 displayName",
                        "missing_remote tenant C-3",
                        "stale tenant C-4",
                        "missing_local tenant C-6",
                        "field_mismatch subscription C-2 plan",
                        "missing_remote subscription C-4",
                        "stale subscription C-5");
        assertThat(snapshots.drift("&kind=field_mismatch&entity=subscription"))
                .hasSize(1)
                .allSatisfy(one -> {
                    assertThat(one.path("severity").asText()).isEqualTo("high");
                    assertThat(one.path("localValue").asText()).isEqualTo("tier:free");
                    assertThat(one.path("remoteValue").asText()).isEqualTo("PRO-M");
                    assertThat(one.path("tenantId").asText()).isEqualTo(erp.mapped("C-2"));
                    assertThat(one.path("state").asText()).isEqualTo("open");
                });
        assertThat(texts(
                        "SELECT data FROM oka_change WHERE type = 'sync.drift_detected' AND data LIKE ?",
                        "%" + id + "%"))
                .hasSize(1)
                .allSatisfy(data -> assertThat(data).contains("\"drifts\":7"));
        Response report = realm.operator()
                .get(Snapshots.PATH + "/" + id + "/report.csv")
                .send()
                .expect(200);
        assertThat(report.text().lines()).hasSize(8);
        assertThat(report.header("Content-Type").orElseThrow()).startsWith("text/csv");
    }

    @Test
    void differenceThatIsSeenAgainIsTheSameAndOneThatIsNotIsResolved() {
        customers("C-1", "C-2");
        update("UPDATE oka_tenant SET display_name = 'x' WHERE id = ?", erp.mapped("C-1"));
        update("UPDATE oka_tenant SET display_name = 'y' WHERE id = ?", erp.mapped("C-2"));
        List<Entry> there = List.of(named("C-1"), named("C-2"));
        String first = snapshots.start("tenant");
        snapshots.compare(Snapshots.whole("tenant", there), there);
        List<JsonNode> found = snapshots.drift("");

        update("UPDATE oka_tenant SET display_name = 'Name of C-2' WHERE id = ?", erp.mapped("C-2"));
        snapshots.start("tenant");
        snapshots.compare(Snapshots.whole("tenant", there), there);

        assertThat(found).hasSize(2);
        assertThat(snapshots.drift("")).hasSize(2);
        assertThat(snapshots.standing()).containsExactly("field_mismatch tenant C-1 displayName");
        JsonNode gone = snapshots.drift("&externalCode=C-2").get(0);
        assertThat(gone.path("state").asText()).isEqualTo("resolved");
        assertThat(snapshots.actions(gone.path("id").asText())).containsExactly("found", "resolved");
        assertThat(realm.operator()
                        .get(Snapshots.PATH + "/" + first + "/drift")
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(2);
    }

    @Test
    void whatAnItemExplainsSaysSo() {
        erp.send("subscription.upsert", "C-9", 1, Map.of("plan", "NOBODY-KNOWS"));
        List<Entry> there = List.of(Snapshots.subscription("C-9", 1, "NOBODY-KNOWS"));
        snapshots.start("subscription");

        snapshots.compare(Snapshots.whole("subscription", there), there);

        JsonNode found = snapshots.only();
        assertThat(Snapshots.text(found)).isEqualTo("missing_local subscription C-9");
        assertThat(found.path("explainedBy").asText())
                .isEqualTo(texts(
                                "SELECT id FROM oka_sync_item WHERE external_code = ? AND agent_system = ?",
                                "C-9",
                                erp.agent().system())
                        .get(0));
    }

    @Test
    void onlyOneOfASystemIsOpenAndStrangersSeeNothing() {
        String id = snapshots.start("tenant");

        assertProblem(post(Map.of("agentSystem", erp.agent().system())), 409, "reconciliation_open");
        assertInvalid(post(Map.of("agentSystem", "NO")), "agentSystem");
        assertInvalid(
                post(Map.of("agentSystem", "crm", "fields", Map.of("tenant", List.of("colour")))), "fields.tenant");
        try (TestRealm other = oka.realm().create()) {
            assertProblem(other.operator().get(Snapshots.PATH + "/" + id).send(), 404, "not_found");
        }
        assertThat(realm.operator()
                        .post(Snapshots.PATH + "/" + id + "/cancel")
                        .send()
                        .expect(200)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("cancelled");
        assertProblem(
                realm.operator().post(Snapshots.PATH + "/" + id + "/cancel").send(), 409, "reconciliation_ended");
    }

    @Test
    void agentMayBeginByItself() {
        customers("C-1");

        String outcome = snapshots.send(Snapshots.whole("tenant", List.of(named("C-1"))));
        snapshots.send(Snapshots.whole("subscription", List.of()));

        JsonNode begun = realm.operator()
                .get(Snapshots.PATH + "?agentSystem=" + erp.agent().system())
                .send()
                .expect(200)
                .json()
                .path("items")
                .path(0);
        assertThat(outcome).isEqualTo("applied matched");
        assertThat(begun.path("state").asText()).isEqualTo("done");
        assertThat(begun.path("createdBy").isNull()).isTrue();
        assertThat(begun.path("agentId").asText()).isEqualTo(erp.agent().agentId());
    }

    private Response post(Map<String, ?> body) {
        return realm.operator().post(Snapshots.PATH).json(body).send();
    }

    private void customers(String... codes) {
        for (String code : codes) {
            assertThat(erp.say(
                            "tenant.upsert",
                            code,
                            1,
                            Map.of(
                                    "name",
                                    code.toLowerCase(Locale.ROOT) + "-" + realm.name(),
                                    "displayName",
                                    "Name of " + code)))
                    .isEqualTo("applied created");
        }
    }

    private static Entry named(String code) {
        return Snapshots.tenant(code, 1, "Name of " + code);
    }

    private List<String> texts(String sql, Object... parameters) {
        return oka.rows(sql, parameters).stream()
                .map(row -> String.valueOf(row.values().iterator().next()))
                .toList();
    }

    private void update(String sql, Object... parameters) {
        Snapshots.update(oka, sql, parameters);
    }
}
