package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of jobs, and do about them. */
@OkaServer
final class OperatorJobsIT {

    private static final String PATH = "/sync/jobs";

    private static final Duration TOMORROW = Duration.ofDays(-1);

    private final Oka oka;
    private final TestRealm realm;
    private final SyncRows rows;

    OperatorJobsIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().users("viewer").create();
        this.rows = SyncRows.of(realm);
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void listIsNarrowedAndComesInPages() {
        String done = rows.job("succeeded", Duration.ZERO);
        String partial = rows.job("partial", Duration.ZERO, Map.of("agent_system", "crm", "agent_id", "agent-1"));
        String usage = rows.job("dead", Duration.ZERO, Map.of("type", "usage.import"));

        assertThat(ids("")).containsExactlyInAnyOrder(done, partial, usage);
        assertThat(ids("?state=partial")).containsExactly(partial);
        assertThat(ids("?agentSystem=crm")).containsExactly(partial);
        assertThat(ids("?agentId=agent-1&state=partial")).containsExactly(partial);
        assertThat(ids("?type=usage.import")).containsExactly(usage);
        assertThat(ids("?type=usage.import&state=partial")).isEmpty();
        JsonNode first = get("?limit=2").expect(200).json();
        JsonNode second = get("?limit=2&cursor=" + first.path("nextCursor").asText())
                .expect(200)
                .json();
        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertInvalid(get("?state=done"), "state");
        assertInvalid(get("?type=tenant.delete"), "type");
    }

    @Test
    void jobTellsHowFarItsItemsAre() {
        String job = rows.job("partial", Duration.ZERO, Map.of("items", 4, "correlation_id", "request-7"));
        rows.item(job, "applied", Duration.ZERO, Map.of("external_code", "C-0", "result", "created"));
        rows.item(
                job,
                "parked",
                Duration.ZERO,
                Map.of("external_code", "C-1", "parked_type", "tenant", "parked_code", "C-1"));
        rows.item(job, "dead", Duration.ZERO, Map.of("external_code", "C-2", "result", "not_allowed"));
        rows.item(job, "skipped", Duration.ZERO, Map.of("external_code", "C-3", "result", "older_version"));

        JsonNode shown = get("/" + job).expect(200).json();

        assertThat(shown.path("state").asText()).isEqualTo("partial");
        assertThat(shown.path("correlationId").asText()).isEqualTo("request-7");
        assertThat(shown.path("progress").path("items").asInt()).isEqualTo(4);
        assertThat(shown.path("progress").path("applied").asInt()).isEqualTo(1);
        assertThat(shown.path("progress").path("parked").asInt()).isEqualTo(1);
        assertThat(shown.path("progress").path("dead").asInt()).isEqualTo(1);
        assertThat(shown.path("progress").path("skipped").asInt()).isEqualTo(1);
        JsonNode page = get("/" + job + "/items?limit=3").expect(200).json();
        JsonNode rest = get("/" + job + "/items?limit=3&cursor="
                        + page.path("nextCursor").asText())
                .expect(200)
                .json();
        assertThat(page.path("items").findValuesAsText("position")).containsExactly("0", "1", "2");
        assertThat(page.path("items").get(0).has("data")).isFalse();
        assertThat(rest.path("items").findValuesAsText("result")).containsExactly("older_version");
        JsonNode parked = get("/" + job + "/items?state=parked").expect(200).json();
        assertThat(parked.path("items").findValuesAsText("parkedCode")).containsExactly("C-1");
        assertThat(get("/" + job + "/items/2")
                        .expect(200)
                        .json()
                        .path("data")
                        .path("displayName")
                        .asText())
                .isEqualTo("As it was sent");
        assertThat(get("/" + job + "/items/0").expect(200).json().path("result").asText())
                .isEqualTo("created");
        assertProblem(get("/" + job + "/items/4"), 404, "not_found");
        assertProblem(get("/" + job + "/items/first"), 404, "not_found");
        assertInvalid(get("/" + job + "/items?state=partial"), "state");
        assertProblem(get("/nothing"), 404, "not_found");
    }

    @Test
    void cancelledJobIsNotTriedAnyMore() {
        String job = rows.job("retrying", Duration.ZERO);
        String applied = rows.item(job, "applied", Duration.ZERO, Map.of());
        String waiting = rows.item(
                job,
                "retrying",
                Duration.ZERO,
                Map.of("external_code", "C-2", "next_attempt_at", SyncRows.before(TOMORROW)));
        String parked = rows.item(
                job,
                "parked",
                Duration.ZERO,
                Map.of("external_code", "C-3", "parked_type", "tenant", "parked_code", "C-3"));

        JsonNode ended = post("/" + job + "/cancel").expect(200).json();

        assertThat(ended.path("cancelledBy").asText()).isNotBlank();
        assertThat(ended.path("cancelledAt").isNull()).isFalse();
        assertThat(rows.stateOf(applied)).isEqualTo("applied");
        assertThat(rows.stateOf(waiting)).isEqualTo("cancelled");
        assertThat(rows.stateOf(parked)).isEqualTo("cancelled");
        await().untilAsserted(() ->
                assertThat(get("/" + job).json().path("state").asText()).isEqualTo("cancelled"));
        assertProblem(post("/" + job + "/cancel"), 409, "job_finished");
        assertProblem(post("/" + job + "/retry"), 409, "job_cancelled");
        assertProblem(post("/" + rows.job("succeeded", Duration.ZERO) + "/cancel"), 409, "job_finished");
        assertThat(rows.changes()).containsExactly("sync.job_cancelled");
    }

    @Test
    void whatFailedOfAJobIsTriedAgain() {
        String job = rows.job("dead", Duration.ZERO);
        String refused = rows.item(
                job,
                "dead",
                Duration.ZERO,
                Map.of("result", "retries_exhausted", "attempts", 9, "data", "{\"name\":\"acme\"}"));

        post("/" + job + "/retry").expect(200);

        await().untilAsserted(() -> assertThat(rows.stateOf(refused)).isEqualTo("applied"));
        await().untilAsserted(() ->
                assertThat(get("/" + job).json().path("state").asText()).isEqualTo("succeeded"));
        assertProblem(post("/" + job + "/retry"), 409, "nothing_to_retry");
        assertProblem(post("/nothing/retry"), 404, "not_found");
        assertThat(rows.changes()).contains("sync.job_retried");
    }

    @Test
    void whoeverMayOnlyReadChangesNothingAndOthersSeeNothing() {
        String job = rows.job("partial", Duration.ZERO);
        rows.item(job, "dead", Duration.ZERO, Map.of("result", "not_allowed"));
        oka.admin().grantClientRoles(realm.name(), realm.userId("viewer"), "realm-management", List.of("view-realm"));
        var viewer = realm.operatorWith(realm.token("viewer"));

        assertThat(viewer.get(PATH).send().status()).isEqualTo(200);
        assertThat(viewer.get(PATH + "/" + job + "/items").send().status()).isEqualTo(200);
        assertThat(viewer.post(PATH + "/" + job + "/cancel").send().status()).isEqualTo(403);
        assertThat(viewer.post(PATH + "/" + job + "/retry").send().status()).isEqualTo(403);
        assertThat(realm.anonymousOperator().get(PATH).send().status()).isEqualTo(401);
        try (TestRealm other = oka.realm().create()) {
            assertThat(other.operator().get(PATH).send().json().path("items")).isEmpty();
            for (String path : List.of("", "/items", "/items/0")) {
                assertProblem(other.operator().get(PATH + "/" + job + path).send(), 404, "not_found");
            }
            for (String path : List.of("/cancel", "/retry")) {
                assertProblem(other.operator().post(PATH + "/" + job + path).send(), 404, "not_found");
            }
        }
    }

    private Response get(String query) {
        return realm.operator().get(PATH + query).send();
    }

    private List<String> ids(String query) {
        return get(query).expect(200).json().path("items").findValuesAsText("id");
    }

    private Response post(String path) {
        return realm.operator().post(PATH + path).send();
    }
}
