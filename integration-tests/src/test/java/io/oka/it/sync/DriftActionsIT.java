package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.sync.Snapshots.Entry;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done about differences, by people and by itself, and what is written down of it. */
@OkaServer
final class DriftActionsIT {

    private static final String TASK = "oka-sync-drift";

    private final Oka oka;
    private final TestRealm realm;
    private final Erp erp;
    private final Snapshots snapshots;

    DriftActionsIT(Oka oka) {
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
    void approvedDifferenceIsSetRightHereByAJob() {
        String tenant = renamed("C-1");
        String id = compared(there("C-1", 1)).path("id").asText();

        JsonNode approved = snapshots.act(id, "approve", Map.of()).expect(200).json();

        assertThat(approved.path("state").asText()).isEqualTo("approved");
        assertThat(approved.path("fixJobId").asText()).isNotEmpty();
        awaitState(id, "fixed");
        assertThat(erp.tenant(tenant).path("displayName").asText()).isEqualTo("Name of C-1");
        assertThat(snapshots.actions(id)).containsExactly("found", "approved", "fixed");
        assertProblem(snapshots.act(id, "approve", Map.of()), 409, "drift_ended");
        assertThat(snapshots.standing()).isEmpty();
    }

    @Test
    void customerThatIsMissingHereIsMadeAndOneThatIsMissingThereIsDeleted() {
        customer("C-1");
        String tenant = erp.mapped("C-1");
        List<Entry> there = List.of(new Entry("C-2", 4, Map.of("displayName", "Second", "suspended", false)));
        compareWithName(there);

        assertThat(snapshots.standing())
                .containsExactlyInAnyOrder("missing_remote tenant C-1", "missing_local tenant C-2");
        JsonNode batch = realm.operator()
                .post(Snapshots.PATH + "/drift/fix")
                .json(Map.of("filter", Map.of("agentSystem", erp.agent().system())))
                .send()
                .expect(200)
                .json();

        assertThat(batch.path("drifts").asInt()).isEqualTo(2);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            oka.runTask(TASK);
            assertThat(snapshots.drift("&state=fixed"))
                    .extracting(Snapshots::text)
                    .contains("missing_remote tenant C-1");
        });
        assertThat(realm.operator()
                        .get("/tenants/" + tenant)
                        .send()
                        .expect(200)
                        .json()
                        .path("deletedAt")
                        .isNull())
                .isFalse();
    }

    @Test
    void ignoredDifferenceStandsUntilItChanges() {
        String tenant = renamed("C-1");
        String id = compared(there("C-1", 1)).path("id").asText();

        assertInvalid(snapshots.act(id, "ignore", Map.of()), "reason");
        assertInvalid(snapshots.act(id, "ignore", Map.of("reason", "x", "until", Instant.EPOCH.toString())), "until");
        snapshots.act(id, "ignore", Map.of("reason", "They insist")).expect(200);
        String afterwards = compared(there("C-1", 1)).path("state").asText();
        Snapshots.update(oka, "UPDATE oka_tenant SET display_name = 'Third' WHERE id = ?", tenant);
        JsonNode changed = compared(there("C-1", 1));

        assertThat(afterwards).isEqualTo("ignored");
        assertThat(changed.path("id").asText()).isEqualTo(id);
        assertThat(changed.path("state").asText()).isEqualTo("open");
        assertThat(snapshots.actions(id)).containsExactly("found", "ignored", "opened");
    }

    @Test
    void otherSystemIsAskedWhereThisOneIsRight() {
        renamed("C-1");
        String id = compared(there("C-1", 1)).path("id").asText();

        JsonNode asked = snapshots
                .act(id, "fix", Map.of("sourceOfTruth", "local"))
                .expect(200)
                .json();

        assertThat(asked.path("state").asText()).isEqualTo("approved");
        assertThat(asked.path("fixJobId").isNull()).isTrue();
        assertThat(oka.rows(
                        "SELECT data FROM oka_change WHERE type = 'sync.correction_requested' AND tenant_id = ?",
                        erp.mapped("C-1")))
                .hasSize(1)
                .allSatisfy(row -> assertThat(String.valueOf(row.get("data"))).contains("\"localValue\":\"Renamed\""));
        assertProblem(snapshots.act(id, "approve", Map.of()), 409, "drift_approved");
    }

    @Test
    void whatIsToBeSetRightByItselfIsAfterItsGrace() {
        String tenant = renamed("C-1");
        snapshots.settings(
                Map.of("graceMinutes", Map.of("field_mismatch", 15), "autoFix", List.of("tenant.displayName")));
        JsonNode pending = compared(there("C-1", 1));
        String id = pending.path("id").asText();

        oka.runTask(TASK);
        String inGrace = snapshots.one(id).path("state").asText();
        oka.moveClock(Duration.ofMinutes(16));
        awaitState(id, "fixed");

        assertThat(pending.path("state").asText()).isEqualTo("pending");
        assertThat(inGrace).isEqualTo("pending");
        assertThat(erp.tenant(tenant).path("displayName").asText()).isEqualTo("Name of C-1");
        assertThat(snapshots.actions(id)).containsExactly("found", "opened", "approved", "fixed");
        assertThat(snapshots.one(id).path("record").get(2).path("actorType").asText())
                .isEqualTo("system");
    }

    @Test
    void recordCannotBeRewritten() {
        renamed("C-1");
        String id = compared(there("C-1", 1)).path("id").asText();

        assertThatThrownBy(() -> Snapshots.update(
                        oka, "UPDATE oka_sync_drift_record SET detail = 'never' WHERE drift_id = ?", id))
                .hasMessageContaining("never changed");
    }

    private void awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            oka.runTask(TASK);
            assertThat(snapshots.one(id).path("state").asText()).isEqualTo(state);
        });
    }

    private JsonNode compared(List<Entry> there) {
        snapshots.start("tenant");
        snapshots.compare(Snapshots.whole("tenant", there), there);
        return snapshots.only();
    }

    private void compareWithName(List<Entry> there) {
        snapshots.start("tenant");
        List<Entry> named = there.stream()
                .map(one -> new Entry(one.code(), one.version(), withName(one)))
                .toList();
        // What is not compared is not hashed.
        snapshots.send(Snapshots.whole("tenant", there), named);
    }

    private Map<String, Object> withName(Entry one) {
        Map<String, Object> data = new HashMap<>(one.data());
        data.put("name", name(one.code()));
        return data;
    }

    private static List<Entry> there(String code, long version) {
        return List.of(Snapshots.tenant(code, version, "Name of " + code));
    }

    private void customer(String code) {
        assertThat(erp.say("tenant.upsert", code, 1, Map.of("name", name(code), "displayName", "Name of " + code)))
                .isEqualTo("applied created");
    }

    private String name(String code) {
        return code.toLowerCase(Locale.ROOT) + "-" + realm.name();
    }

    private String renamed(String code) {
        customer(code);
        String tenant = erp.mapped(code);
        Snapshots.update(oka, "UPDATE oka_tenant SET display_name = 'Renamed' WHERE id = ?", tenant);
        return tenant;
    }
}
