package io.oka.it.sync;

import static io.oka.it.support.SyncJobs.each;
import static io.oka.it.support.SyncJobs.item;
import static io.oka.it.support.SyncJobs.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncJobs;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent sends, what it is told, and what becomes of each item. */
@OkaServer
final class JobsIT {

    private final Oka oka;
    private TestRealm realm;
    private SyncAgents agent;
    private SyncJobs jobs;

    JobsIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeEach
    void makeAll() {
        realm = oka.realm().create();
        agent = SyncAgents.enrol(realm, "erp");
        jobs = new SyncJobs(agent);
    }

    @AfterEach
    void removeAll() {
        realm.close();
    }

    @Test
    void eachItemIsAppliedAndSaysSo() {
        String id = jobs.sendTenants(List.of(tenant("c1", 1, "One"), tenant("c2", 1, "Two"), tenant("c3", 1, "Three")));

        JsonNode job = jobs.await(id, "succeeded");

        assertThat(each(job, "result")).containsOnly("created");
        assertThat(each(job, "externalCode")).containsExactly("c1", "c2", "c3");
        assertThat(job.path("progress").path("applied").asInt()).isEqualTo(3);
        assertThat(job.path("agentId").asText()).isEqualTo(agent.agentId());
        assertThat(job.path("startedAt").asText()).isNotEmpty();
        assertThat(job.path("finishedAt").asText()).isNotEmpty();
    }

    @Test
    void correlationIdOfTheRequestIsThatOfItsChangesAndTheAgentHasMadeThem() {
        String correlationId = "req-" + UUID.randomUUID();

        Response answer = agent.posting(
                        "/jobs", Map.of("type", "tenant.upsert", "items", List.of(tenant("c1", 1, "One"))))
                .header("X-Request-ID", correlationId)
                .send()
                .expect(202);
        jobs.await(answer.json().path("jobId").asText(), "succeeded");

        assertThat(answer.header("Location").orElseThrow())
                .endsWith("/sync/jobs/" + answer.json().path("jobId").asText());
        assertThat(oka.rows(
                        "SELECT type, actor_type, actor_id FROM oka_change WHERE correlation_id = ?", correlationId))
                .isNotEmpty()
                .allSatisfy(row ->
                        assertThat(row).containsEntry("actor_type", "agent").containsEntry("actor_id", agent.agentId()))
                .anySatisfy(row -> assertThat(row).containsEntry("type", "tenant.created"));
    }

    @Test
    void malformedItemsAreDeadLettersAtOnceAndTheOthersAreApplied() {
        String id = jobs.sendTenants(List.of(
                tenant("good", 1, "Good"),
                Map.of("version", 1, "data", Map.of()),
                Map.of("externalCode", "c1", "version", "1", "data", Map.of()),
                item("c2", -1, Map.of()),
                item("c3", 9_007_199_254_740_993L, Map.of()),
                item("line\nbreak", 1, Map.of()),
                item("c4", 1, Map.of("colour", "red")),
                Map.of("externalCode", "c5", "version", 1, "data", List.of()),
                Map.of("externalCode", "c6", "version", 1),
                Map.of("externalCode", "c7", "version", 1, "data", Map.of(), "note", "x"),
                item("c8", 1, Map.of("attributes", Map.of("a", List.of("x".repeat(65 * 1024))))),
                "no item"));

        JsonNode job = jobs.await(id, "partial");

        assertThat(each(job, "state")).containsExactly(states("applied", "dead", 11));
        assertThat(each(job, "result")).containsExactly(states("created", "malformed", 11));
        List<String> details = each(job, "detail");
        assertThat(details.get(1)).contains("externalCode");
        assertThat(details.subList(2, 5))
                .allSatisfy(detail -> assertThat(detail).contains("version"));
        assertThat(details.get(5)).contains("externalCode");
        assertThat(details.get(6)).contains("colour");
        assertThat(details.subList(7, 9))
                .allSatisfy(detail -> assertThat(detail).isNotEmpty());
        assertThat(details.get(9)).contains("note");
        assertThat(details.get(10)).contains("64 KiB");
        assertThat(failures(id)).hasSize(1).allSatisfy(data -> assertThat(data)
                .contains("\"error\":\"malformed\"")
                .contains(agent.agentId()));
    }

    @Test
    void jobOfWhichNothingCanBeAppliedIsDeadAndToldOfOnce() {
        String id = jobs.sendTenants(List.of(Map.of("version", 1), Map.of("version", 2)));

        JsonNode job = jobs.await(id, "dead");

        assertThat(job.path("progress").path("dead").asInt()).isEqualTo(2);
        assertThat(failures(id)).hasSize(1);
    }

    @Test
    void sameIdempotencyKeyMakesOneJob() {
        Map<String, Object> body = Map.of("type", "tenant.upsert", "items", List.of(tenant("c1", 1, "One")));
        Map<String, Object> other = Map.of("type", "tenant.upsert", "items", List.of(tenant("c1", 2, "One")));
        String key = UUID.randomUUID().toString();

        Response first =
                agent.posting("/jobs", body).header("Idempotency-Key", key).send();
        Response again =
                agent.posting("/jobs", body).header("Idempotency-Key", key).send();
        Response reused =
                agent.posting("/jobs", other).header("Idempotency-Key", key).send();

        assertThat(again.expect(202).json()).isEqualTo(first.expect(202).json());
        assertThat(reused.expect(422).code()).isEqualTo("idempotency_key_reused");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void whatIsNoJobIsRefusedAndLeavesNoTrace() {
        SyncJobs bounded =
                new SyncJobs(SyncAgents.enrol(realm, "small", SyncAgents.everythingBut("maxItemsPerJob", 2)));
        SyncJobs barred = new SyncJobs(
                SyncAgents.enrol(realm, "barred", SyncAgents.everythingBut("jobTypes", List.of("usage.import"))));
        List<Object> three = List.of(tenant("c1", 1, "1"), tenant("c2", 1, "2"), tenant("c3", 1, "3"));

        assertThat(jobs.post("tenant.explode", three).expect(400).code()).isEqualTo("validation_failed");
        assertThat(jobs.post("tenant.upsert", List.of()).expect(400).code()).isEqualTo("validation_failed");
        assertThat(agent.post("/jobs", Map.of("type", "tenant.upsert", "items", three, "priority", 1))
                        .expect(400)
                        .code())
                .isEqualTo("unknown_member");
        assertThat(bounded.post("tenant.upsert", three).expect(400).code()).isEqualTo("too_many_items");
        assertThat(barred.post("tenant.upsert", three).expect(403).code()).isEqualTo("not_allowed");
        assertThat(count()).isZero();
    }

    @Test
    void jobsOfAnotherSystemOrRealmAreNotThere() {
        String id = jobs.sendTenants(List.of(tenant("c1", 1, "One")));
        SyncAgents sameSystem = SyncAgents.enrol(realm, "erp");
        SyncAgents otherSystem = SyncAgents.enrol(realm, "billing");

        assertThat(sameSystem.get("/jobs/" + id).status()).isEqualTo(200);
        assertThat(otherSystem.get("/jobs/" + id).expect(404).code()).isEqualTo("not_found");
        assertThat(otherSystem.get("/jobs").expect(200).json().path("items")).isEmpty();
        try (TestRealm foreign = oka.realm().create()) {
            SyncAgents stranger = SyncAgents.enrol(foreign, "erp");
            assertThat(stranger.get("/jobs/" + id).expect(404).code()).isEqualTo("not_found");
        }
    }

    @Test
    void itemsAndJobsAreGivenInPages() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            items.add(tenant("c" + i, 1, "Customer"));
        }
        String first = jobs.sendTenants(items);
        String second = jobs.sendTenants(items);

        JsonNode page = agent.get("/jobs/" + first + "?limit=2").expect(200).json();
        JsonNode next = agent.get("/jobs/" + first + "?limit=100&cursor="
                        + page.path("nextCursor").asText())
                .expect(200)
                .json();
        JsonNode newest = agent.get("/jobs?limit=1").expect(200).json();

        assertThat(each(page, "position")).containsExactly("0", "1");
        assertThat(each(next, "position")).containsExactly("2", "3", "4");
        assertThat(next.has("nextCursor")).isFalse();
        assertThat(each(newest, "id")).containsExactly(second);
        assertThat(newest.path("nextCursor").asText()).isNotEmpty();
    }

    @Test
    void fullQueueRefusesWithATimeToComeAgain() {
        SyncAgents other = SyncAgents.enrol(realm, "parks", SyncAgents.everythingBut("createTenants", false));
        realm.operator()
                .patch("/sync/settings")
                .json(Map.of("maxQueuedItems", 3))
                .send()
                .expect(200);
        SyncJobs parking = new SyncJobs(other);
        List<Object> two = List.of(tenant("c1", 1, "One"), tenant("c2", 1, "Two"));
        parking.sendTenants(two);

        Response refused = parking.post("tenant.upsert", two).expect(503);

        assertThat(refused.code()).isEqualTo("queue_full");
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void unmappedItemIsParkedAndResumesOnceItsCodeIsMapped() {
        String parked = jobs.send("subscription.upsert", List.of(item("c1", 1, Map.of("tier", "pro"))));
        JsonNode waiting = jobs.await(parked, "partial");

        jobs.await(jobs.sendTenants(List.of(tenant("c1", 1, "One"))), "succeeded");
        JsonNode done = jobs.await(parked, "succeeded");

        assertThat(each(waiting, "state")).containsExactly("parked");
        assertThat(each(waiting, "result")).containsExactly("unmapped_code");
        assertThat(each(done, "state")).containsExactly("applied");
        assertThat(failures(parked)).isEmpty();
    }

    @Test
    void operatorEndsAJobAndWhatWaitsOfItIsNotTriedAnyMore() {
        String id = jobs.send(
                "subscription.upsert",
                List.of(item("c1", 1, Map.of("tier", "pro")), item("c2", 1, Map.of("tier", "pro"))));
        jobs.await(id, "parked", 2);

        Response ended = realm.operator().post("/sync/jobs/" + id + "/cancel").send();
        Response again = realm.operator().post("/sync/jobs/" + id + "/cancel").send();
        jobs.await(jobs.sendTenants(List.of(tenant("c1", 1, "One"))), "succeeded");

        assertThat(ended.expect(200).json().path("state").asText()).isEqualTo("cancelled");
        assertThat(again.expect(409).code()).isEqualTo("job_finished");
        assertThat(each(jobs.get(id), "state")).containsOnly("cancelled");
    }

    @Test
    void operatorHasWhatWasGivenUpTriedAgainAndTheAgentMayDoThenWhatItMayThen() {
        agent.setCapabilities(SyncAgents.everythingBut("maxQuotaLimit", null)).expect(200);
        String id = jobs.sendTenants(List.of(item("c1", 1, Map.of("name", "c1", "quotaLimit", 5))));
        JsonNode refused = jobs.await(id, "dead");

        agent.setCapabilities(SyncAgents.everything()).expect(200);
        realm.operator().post("/sync/jobs/" + id + "/retry").send().expect(200);
        JsonNode done = jobs.await(id, "succeeded");
        Response nothing = realm.operator().post("/sync/jobs/" + id + "/retry").send();

        assertThat(each(refused, "result")).containsExactly("not_allowed");
        assertThat(each(done, "result")).containsExactly("created");
        assertThat(nothing.expect(409).code()).isEqualTo("nothing_to_retry");
    }

    @Test
    void itemsOfARevokedAgentAreRefused() {
        String id = jobs.send("subscription.upsert", List.of(item("c1", 1, Map.of("tier", "pro"))));
        jobs.await(id, "parked", 1);
        SyncJobs other = new SyncJobs(SyncAgents.enrol(realm, "erp"));

        agent.revoke().expect(200);
        other.await(other.sendTenants(List.of(tenant("c1", 1, "One"))), "succeeded");
        JsonNode refused = other.await(id, "dead");

        assertThat(each(refused, "result")).containsExactly("agent_revoked");
    }

    private static String[] states(String first, String others, int number) {
        String[] states = new String[number + 1];
        Arrays.fill(states, others);
        states[0] = first;
        return states;
    }

    private List<String> failures(String jobId) {
        return oka
                .rows("SELECT data FROM oka_change WHERE type = 'sync.job_failed' AND data LIKE ?", "%" + jobId + "%")
                .stream()
                .map(row -> String.valueOf(row.get("data")))
                .toList();
    }

    private long count() {
        return oka.rows(
                        "SELECT j.id FROM oka_sync_job j JOIN realm r ON r.id = j.realm_id WHERE r.name = ?",
                        realm.name())
                .size();
    }
}
