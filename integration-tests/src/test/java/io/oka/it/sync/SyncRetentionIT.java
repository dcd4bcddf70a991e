package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long what sync writes is kept. */
@OkaServer
final class SyncRetentionIT {

    private static final String PATH = "/sync/retention";

    private static final Duration LONG = Duration.ofDays(4_000);

    private final Oka oka;
    private final TestRealm realm;
    private final SyncRows rows;

    SyncRetentionIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().users("viewer").create();
        this.rows = SyncRows.of(realm);
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void dryRunCountsExactlyWhatARunRemoves() {
        String over = overJob();
        drift(LONG);
        rows.insert("oka_sync_drift_record", record(UUID.randomUUID().toString()));
        rows.insert("oka_sync_reconciliation", reconciliation());
        rows.insert("oka_sync_mapping_change", mappingChange(LONG));
        rows.insert("oka_sync_mapping_change", mappingChange(Duration.ofDays(1)));
        rows.insert("oka_sync_alert", alert("resolved", LONG));
        Map<String, Long> due = dueByTable();

        JsonNode dry = run(Map.of("dryRun", true));
        boolean thereAfterDryRun = isThere("oka_sync_job", over);
        JsonNode wet = run(Map.of());

        assertThat(thereAfterDryRun).isTrue();
        assertThat(byTable(wet)).isEqualTo(byTable(dry));
        assertThat(byTable(dry)).isEqualTo(due);
        assertThat(byTable(wet))
                .containsEntry("jobs", 1L)
                .containsEntry("items", 2L)
                .containsEntry("drift", 1L)
                .containsEntry("driftRecords", 1L)
                .containsEntry("reconciliations", 1L)
                .containsEntry("mappingHistory", 1L)
                .containsEntry("alerts", 1L)
                .containsEntry("imports", 0L);
        assertThat(isThere("oka_sync_job", over)).isFalse();
        assertThat(byTable(run(Map.of("dryRun", true))).values()).containsOnly(0L);
        assertThat(rows.changes()).containsExactly("sync.retention_run");
    }

    @Test
    void whatIsOpenDeadOrStillDifferentStays() {
        for (String state : List.of("dead", "parked", "processing", "retrying", "queued")) {
            Map<String, Object> waiting = new LinkedHashMap<>();
            // A lease that nobody takes over, and an attempt that is far away.
            waiting.put("lease_until", SyncRows.before(LONG.negated()));
            waiting.put("next_attempt_at", SyncRows.before(LONG.negated()));
            String job = rows.job("partial", LONG);
            rows.item(job, "applied", LONG, Map.of());
            rows.item(job, state, LONG, waiting);
        }
        String freshlyDiscarded = rows.job("partial", LONG);
        rows.item(freshlyDiscarded, "discarded", Duration.ofDays(1), Map.of());
        String living = drift(null);
        rows.insert("oka_sync_drift_record", record(living));
        String reconciliation = rows.insert("oka_sync_reconciliation", reconciliation());
        rows.update("UPDATE oka_sync_drift SET first_reconciliation_id = ? WHERE id = ?", reconciliation, living);
        rows.insert("oka_sync_alert", alert("firing", null));

        JsonNode removed = run(Map.of());

        assertThat(byTable(removed).values()).containsOnly(0L);
        assertThat(rows.count("SELECT count(*) AS n FROM oka_sync_job WHERE realm_id = ?", rows.realmId()))
                .isEqualTo(6);
    }

    @Test
    void daysArePatchedAndPartOfTheSettings() {
        rows.insert("oka_sync_mapping_change", mappingChange(Duration.ofDays(40)));
        Response before = get().expect(200);

        JsonNode patched = patch(Map.of("mappingHistory", 30)).expect(200).json();

        assertThat(table(before.json(), "mappingHistory").path("due").asInt()).isZero();
        assertThat(table(patched, "mappingHistory").path("days").asInt()).isEqualTo(30);
        assertThat(table(patched, "mappingHistory").path("due").asInt()).isEqualTo(1);
        assertThat(table(patched, "items").path("days").asInt())
                .isEqualTo(table(patched, "jobs").path("days").asInt());
        assertInvalid(patch(Map.of("jobs", 0)), "jobs");
        assertInvalid(patch(Map.of("jobs", 3651)), "jobs");
        assertInvalid(patch(Map.of("items", 3)), "items");
        assertProblem(patch(Map.of("mappings", 3)), 400, "unknown_member");
        assertProblem(
                realm.operator()
                        .patch(PATH)
                        .header("If-Match", before.header("ETag").orElseThrow())
                        .json(Map.of("jobs", 10))
                        .send(),
                412,
                "precondition_failed");
        Map<String, @Nullable Object> usual = new LinkedHashMap<>();
        usual.put("mappingHistory", null);
        assertThat(table(patch(usual).expect(200).json(), "mappingHistory")
                        .path("days")
                        .asInt())
                .isEqualTo(table(before.json(), "mappingHistory").path("days").asInt());
    }

    @Test
    void onlyTheTablesThatAreNamedAreRun() {
        String job = overJob();
        String change = rows.insert("oka_sync_mapping_change", mappingChange(LONG));

        JsonNode removed = run(Map.of("tables", List.of("mappingHistory")));

        assertThat(byTable(removed)).containsOnlyKeys("mappingHistory").containsEntry("mappingHistory", 1L);
        assertThat(isThere("oka_sync_mapping_change", change)).isFalse();
        assertThat(isThere("oka_sync_job", job)).isTrue();
        assertInvalid(
                realm.operator()
                        .post(PATH + "/run")
                        .json(Map.of("tables", List.of("tenants")))
                        .send(),
                "tables");
    }

    @Test
    void theTaskForgetsByItself() {
        String over = overJob();
        String open = rows.job("partial", LONG);
        rows.item(open, "dead", LONG, Map.of());

        oka.runTask("oka-forget-sync");

        assertThat(isThere("oka_sync_job", over)).isFalse();
        assertThat(isThere("oka_sync_job", open)).isTrue();
    }

    @Test
    void whoeverMayOnlyReadRemovesNothing() {
        oka.admin().grantClientRoles(realm.name(), realm.userId("viewer"), "realm-management", List.of("view-realm"));
        var viewer = realm.operatorWith(realm.token("viewer"));

        assertThat(viewer.get(PATH).send().status()).isEqualTo(200);
        assertThat(viewer.patch(PATH).json(Map.of("jobs", 1)).send().status()).isEqualTo(403);
        assertThat(viewer.post(PATH + "/run")
                        .json(Map.of("dryRun", true))
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(realm.anonymousOperator().get(PATH).send().status()).isEqualTo(401);
    }

    /** With two items. */
    private String overJob() {
        String job = rows.job("succeeded", LONG);
        rows.item(job, "applied", LONG, Map.of());
        rows.item(job, "discarded", LONG, Map.of());
        return job;
    }

    private String drift(@Nullable Duration endedBefore) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("agent_system", SyncRows.SYSTEM);
        row.put("kind", "stale");
        row.put("severity", "low");
        row.put("entity", "tenant");
        row.put("external_code", "C-1");
        row.put("field", "");
        row.put("source_of_truth", "remote");
        row.put("state", endedBefore == null ? "open" : "resolved");
        row.put("first_seen_at", SyncRows.before(LONG));
        row.put("last_seen_at", SyncRows.before(LONG));
        row.put("grace_until", SyncRows.before(LONG));
        row.put("ended_at", endedBefore == null ? null : SyncRows.before(endedBefore));
        row.put("first_reconciliation_id", UUID.randomUUID().toString());
        row.put("last_reconciliation_id", UUID.randomUUID().toString());
        row.put("version", 0L);
        return rows.insert("oka_sync_drift", row);
    }

    private static Map<String, Object> record(String driftId) {
        return Map.of(
                "drift_id",
                driftId,
                "action",
                "found",
                "data",
                "{}",
                "actor_type",
                "system",
                "at",
                SyncRows.before(LONG));
    }

    private static Map<String, Object> reconciliation() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("agent_system", SyncRows.SYSTEM);
        row.put("state", "done");
        row.put("entities", "tenant");
        row.put("fields", "{}");
        row.put("created_at", SyncRows.before(LONG));
        row.put("finished_at", SyncRows.before(LONG));
        row.put("compared", 0);
        row.put("matched_pages", 0);
        row.put("found", 0);
        row.put("version", 0L);
        return row;
    }

    private static Map<String, Object> mappingChange(Duration age) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("mapping_id", UUID.randomUUID().toString());
        row.put("agent_system", SyncRows.SYSTEM);
        row.put("type", "plan");
        row.put("external_code", "P-1");
        row.put("action", "created");
        row.put("actor_type", "operator");
        row.put("at", SyncRows.before(age));
        return row;
    }

    private static Map<String, @Nullable Object> alert(String state, @Nullable Duration resolvedBefore) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("kind", "seeded");
        row.put("subject", SyncRows.SYSTEM);
        row.put("state", state);
        row.put("text", "A test");
        row.put("since", SyncRows.before(LONG));
        row.put("attempts", 1);
        row.put("resolved_at", resolvedBefore == null ? null : SyncRows.before(resolvedBefore));
        return row;
    }

    private boolean isThere(String table, String id) {
        return !oka.rows("SELECT 1 FROM " + table + " WHERE id = ?", id).isEmpty();
    }

    private JsonNode run(Map<String, ?> body) {
        return realm.operator()
                .post(PATH + "/run")
                .json(body)
                .send()
                .expect(200)
                .json();
    }

    private Response get() {
        return realm.operator().get(PATH).send();
    }

    private Response patch(Map<String, ? extends @Nullable Object> body) {
        return realm.operator().patch(PATH).json(body).send();
    }

    private Map<String, Long> dueByTable() {
        return byTable(get().expect(200).json(), "due");
    }

    private static Map<String, Long> byTable(JsonNode answer) {
        return byTable(answer, "rows");
    }

    private static Map<String, Long> byTable(JsonNode answer, String member) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        answer.path("tables")
                .forEach(table -> numbers.put(
                        table.path("table").asText(), table.path(member).asLong()));
        return numbers;
    }

    private static JsonNode table(JsonNode answer, String name) {
        for (JsonNode table : answer.path("tables")) {
            if (table.path("table").asText().equals(name)) {
                return table;
            }
        }
        throw new AssertionError(answer.toString());
    }
}
