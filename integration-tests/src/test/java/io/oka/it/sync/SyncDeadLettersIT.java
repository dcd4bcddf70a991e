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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators do about items that were given up. */
@OkaServer
final class SyncDeadLettersIT {

    private static final String PATH = "/sync/dead-letters";

    private final Oka oka;
    private final TestRealm realm;
    private final SyncRows rows;

    SyncDeadLettersIT(Oka oka) {
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
        String job = rows.job("partial", Duration.ZERO);
        String other = rows.job("dead", Duration.ZERO);
        String malformed = rows.letter(job, "C-1", "malformed");
        String refused = rows.letter(job, "C-2", "not_allowed");
        String elsewhere = rows.item(
                other,
                "dead",
                Duration.ofDays(3),
                Map.of("result", "not_allowed", "agent_system", "crm", "type", "usage.import"));
        rows.item(job, "applied", Duration.ZERO, Map.of("external_code", "C-3"));

        assertThat(ids("")).containsExactlyInAnyOrder(malformed, refused, elsewhere);
        assertThat(ids("?errorClass=not_allowed")).containsExactlyInAnyOrder(refused, elsewhere);
        assertThat(ids("?agentSystem=crm")).containsExactly(elsewhere);
        assertThat(ids("?type=tenant.upsert&errorClass=not_allowed")).containsExactly(refused);
        assertThat(ids("?externalCode=C-1&jobId=" + job)).containsExactly(malformed);
        assertThat(ids("?to=" + Instant.now().minus(Duration.ofDays(1)))).containsExactly(elsewhere);
        assertThat(ids("?from=" + Instant.now().minus(Duration.ofDays(1)))).hasSize(2);
        JsonNode first = get("?limit=2").expect(200).json();
        JsonNode second = get("?limit=2&cursor=" + first.path("nextCursor").asText())
                .expect(200)
                .json();
        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(first.path("items").get(0).has("data")).isFalse();
        assertInvalid(get("?type=tenant.delete"), "type");
        assertInvalid(get("?from=yesterday"), "from");
    }

    @Test
    void summaryCountsByClass() {
        String job = rows.job("dead", Duration.ZERO);
        rows.letter(job, "C-1", "malformed");
        rows.letter(job, "C-2", "malformed");
        rows.item(job, "dead", Duration.ofDays(2), Map.of("result", "retries_exhausted"));

        JsonNode summary = get("/summary").expect(200).json();

        assertThat(summary.path("total").asInt()).isEqualTo(3);
        assertThat(summary.path("classes").findValuesAsText("errorClass"))
                .containsExactly("malformed", "retries_exhausted");
        assertThat(summary.path("classes").get(0).path("count").asInt()).isEqualTo(2);
        assertThat(Instant.parse(summary.path("classes").get(1).path("oldestAt").asText()))
                .isBefore(Instant.now().minus(Duration.ofDays(1)));
        assertThat(get("/summary?agentSystem=crm")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void editedLetterKeepsWhatWasSent() {
        String letter = rows.item(
                rows.job("dead", Duration.ZERO),
                "dead",
                Duration.ZERO,
                Map.of("result", "malformed", "data", "{\"displayName\":17}"));
        String tag = get("/" + letter).expect(200).header("ETag").orElseThrow();

        JsonNode edited = patch(letter, Map.of("data", Map.of("displayName", "Seventeen"), "version", 2))
                .expect(200)
                .json();
        JsonNode again =
                patch(letter, Map.of("externalCode", "C-17")).expect(200).json();

        assertThat(edited.path("data").path("displayName").asText()).isEqualTo("Seventeen");
        assertThat(edited.path("state").asText()).isEqualTo("dead");
        assertThat(edited.path("editedBy").asText()).isNotBlank();
        assertThat(again.path("externalCode").asText()).isEqualTo("C-17");
        assertThat(again.path("version").asInt()).isEqualTo(2);
        assertThat(again.path("original").path("externalCode").asText()).isEqualTo("C-1");
        assertThat(again.path("original").path("version").asInt()).isEqualTo(1);
        assertThat(again.path("original").path("data").path("displayName").asInt())
                .isEqualTo(17);
        assertProblem(
                realm.operator()
                        .patch(PATH + "/" + letter)
                        .header("If-Match", tag)
                        .json(Map.of("version", 3))
                        .send(),
                412,
                "precondition_failed");
        assertThat(rows.changes()).containsExactly("sync.dead_letter_edited", "sync.dead_letter_edited");
    }

    @Test
    void editIsHeldToWhatAJobIsHeldTo() {
        String letter = rows.letter(rows.job("dead", Duration.ZERO), "C-1", "malformed");

        assertInvalid(patch(letter, Map.of("version", -1)), "version");
        assertInvalid(patch(letter, Map.of("version", (1L << 53) + 1)), "version");
        assertInvalid(patch(letter, Map.of("externalCode", "")), "externalCode");
        assertInvalid(patch(letter, Map.of("externalCode", "a\nb")), "externalCode");
        assertInvalid(patch(letter, Map.of("externalCode", "x".repeat(256))), "externalCode");
        assertInvalid(patch(letter, Map.of("data", "text")), "data");
        assertInvalid(patch(letter, Map.of("data", Map.of("displayName", 17))), "data.displayName");
        assertInvalid(patch(letter, Map.of("data", Map.of("displayName", "x".repeat(70_000)))), "data");
        assertThat(patch(letter, Map.of("state", "applied")).status()).isEqualTo(400);
        assertThat(patch(letter, withNull("version")).status()).isEqualTo(400);
        assertThat(get("/" + letter).json().has("original")).isFalse();
        assertThat(rows.changes()).isEmpty();
    }

    @Test
    void replayedLetterIsAppliedAndItsJobSucceeds() {
        String job = rows.job("dead", Duration.ZERO);
        String letter = rows.item(
                job,
                "dead",
                Duration.ZERO,
                Map.of("result", "retries_exhausted", "attempts", 9, "data", "{\"name\":\"acme\"}"));

        JsonNode replayed = post("/" + letter + "/replay", Map.of()).expect(200).json();

        assertThat(replayed.path("state").asText()).isEqualTo("queued");
        await().untilAsserted(() -> assertThat(rows.stateOf(letter)).isEqualTo("applied"));
        await().untilAsserted(() -> assertThat(oka.rows("SELECT state FROM oka_sync_job WHERE id = ?", job)
                        .get(0)
                        .get("state"))
                .isEqualTo("succeeded"));
        assertThat(ids("")).isEmpty();
        assertProblem(post("/" + letter + "/replay", Map.of()), 404, "not_found");
        assertThat(rows.changes()).contains("sync.dead_letter_replayed");
    }

    @Test
    void manyAreReplayedAtABoundedRateAndOneAfterTheOther() {
        // None is tried meanwhile, and so given up once more.
        rows.holdBreakerOpen();
        String job = rows.job("dead", Duration.ZERO);
        for (int i = 0; i < 30; i++) {
            rows.letter(job, "C-" + i, i < 20 ? "retries_exhausted" : "not_allowed");
        }
        Instant begun = Instant.now();

        JsonNode first = post("/replay", Map.of("errorClass", "retries_exhausted", "ratePerSecond", 1))
                .expect(200)
                .json();
        JsonNode second =
                post("/replay", Map.of("ratePerSecond", 10)).expect(200).json();

        Instant lastOfFirst = Instant.parse(first.path("lastAt").asText());
        assertThat(first.path("items").asInt()).isEqualTo(20);
        assertThat(first.path("more").asBoolean()).isFalse();
        assertThat(lastOfFirst).isBetween(begun.plusSeconds(18), begun.plusSeconds(25));
        assertThat(second.path("items").asInt()).isEqualTo(10);
        assertThat(Instant.parse(second.path("lastAt").asText()))
                .isBetween(lastOfFirst.plusMillis(900), lastOfFirst.plusMillis(1_100));
        assertThat(ids("")).isEmpty();
        assertThat(rows.changes()).contains("sync.dead_letters_replayed", "sync.dead_letters_replayed");
        assertInvalid(post("/replay", Map.of("ratePerSecond", 0)), "ratePerSecond");
        assertInvalid(post("/replay", Map.of("ratePerSecond", 101)), "ratePerSecond");
        assertProblem(post("/replay", Map.of("system", "erp")), 400, "unknown_member");
    }

    @Test
    void whatCanOnlyFailAgainIsLeft() {
        String ofCancelled = rows.letter(
                rows.job("cancelled", Duration.ZERO, Map.of("cancelled_at", SyncRows.before(Duration.ZERO))),
                "C-1",
                "not_allowed");
        String malformed = rows.item(
                rows.job("dead", Duration.ZERO),
                "dead",
                Duration.ZERO,
                Map.of("result", "malformed", "data", "{\"displayName\":17}"));

        assertProblem(post("/" + ofCancelled + "/replay", Map.of()), 409, "job_cancelled");
        assertProblem(post("/" + malformed + "/replay", Map.of()), 409, "malformed");
        assertThat(post("/replay", Map.of()).expect(200).json().path("items").asInt())
                .isZero();
        assertThat(ids("")).containsExactlyInAnyOrder(ofCancelled, malformed);
        assertThat(rows.changes()).isEmpty();
    }

    @Test
    void discardedLettersSayWhy() {
        String job = rows.job("dead", Duration.ZERO);
        String one = rows.letter(job, "C-1", "malformed");
        String two = rows.letter(job, "C-2", "malformed");
        String kept = rows.letter(job, "C-3", "not_allowed");

        JsonNode discarded = post("/" + one + "/discard", Map.of("reason", "A customer of no account"))
                .expect(200)
                .json();
        JsonNode others = post("/discard", Map.of("reason", "Old", "errorClass", "malformed"))
                .expect(200)
                .json();

        assertThat(discarded.path("state").asText()).isEqualTo("discarded");
        assertThat(discarded.path("discardedReason").asText()).isEqualTo("A customer of no account");
        assertThat(others.path("items").asInt()).isEqualTo(1);
        assertThat(rows.ofItem(two, "discarded_reason")).isEqualTo("Old");
        assertThat(ids("")).containsExactly(kept);
        assertInvalid(post("/discard", Map.of()), "reason");
        assertInvalid(post("/" + kept + "/discard", Map.of("reason", " ")), "reason");
        assertProblem(post("/" + one + "/discard", Map.of("reason", "Again")), 404, "not_found");
        assertThat(rows.changes()).containsExactly("sync.dead_letter_discarded", "sync.dead_letters_discarded");
    }

    @Test
    void whoeverMayOnlyReadChangesNothingAndOthersSeeNothing() {
        String letter = rows.letter(rows.job("dead", Duration.ZERO), "C-1", "not_allowed");
        oka.admin().grantClientRoles(realm.name(), realm.userId("viewer"), "realm-management", List.of("view-realm"));
        var viewer = realm.operatorWith(realm.token("viewer"));

        assertThat(viewer.get(PATH).send().status()).isEqualTo(200);
        assertThat(viewer.get(PATH + "/" + letter).send().status()).isEqualTo(200);
        for (String path : List.of("/" + letter + "/replay", "/replay", "/" + letter + "/discard", "/discard")) {
            assertThat(viewer.post(PATH + path)
                            .json(Map.of("reason", "Mine"))
                            .send()
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(viewer.patch(PATH + "/" + letter)
                        .json(Map.of("version", 2))
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(realm.anonymousOperator().get(PATH).send().status()).isEqualTo(401);
        try (TestRealm other = oka.realm().users("foreign").create()) {
            oka.admin()
                    .grantClientRoles(
                            other.name(), other.userId("foreign"), "realm-management", List.of("manage-realm"));
            assertThat(realm.operatorWith(other.token("foreign"))
                            .get(PATH)
                            .send()
                            .status())
                    .isIn(401, 403);
            assertProblem(other.operator().get(PATH + "/" + letter).send(), 404, "not_found");
            assertThat(other.operator().get(PATH).send().json().path("items")).isEmpty();
            assertThat(other.operator()
                            .post(PATH + "/discard")
                            .json(Map.of("reason", "Not mine"))
                            .send()
                            .json()
                            .path("items")
                            .asInt())
                    .isZero();
        }
        assertThat(rows.stateOf(letter)).isEqualTo("dead");
    }

    private static Map<String, @Nullable Object> withNull(String member) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(member, null);
        return body;
    }

    private Response get(String query) {
        return realm.operator().get(PATH + query).send();
    }

    private List<String> ids(String query) {
        return get(query).expect(200).json().path("items").findValuesAsText("id");
    }

    private Response post(String path, Map<String, ?> body) {
        return realm.operator().post(PATH + path).json(body).send();
    }

    private Response patch(String letter, Map<String, ? extends @Nullable Object> body) {
        return realm.operator().patch(PATH + "/" + letter).json(body).send();
    }
}
