package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator lets an agent in, with what it may do; and takes it back. */
@OkaServer
final class AgentEnrolmentIT {

    private static final String TOKENS = "/sync/agents/enrolment-tokens";

    private static TestRealm realm;

    private final Oka oka;

    AgentEnrolmentIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = oka.realm()
                .users("alice")
                .with(representation -> {
                    representation.put("adminEventsEnabled", true);
                    representation.put("adminEventsDetailsEnabled", true);
                })
                .create();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void agentEnrolsAndMayDoWhatItsTokenSays() {
        Response made = SyncAgents.enrolmentToken(
                realm, "erp", Map.of("jobTypes", List.of("tenant.upsert"), "tiers", List.of("free", "pro")));
        String token = made.json().path("token").asText();

        Response enrolled = SyncAgents.enrolment(realm, token).send().expect(201);

        assertThat(token).matches("oka_enrol_[A-Za-z0-9_-]{43}");
        JsonNode answer = enrolled.json();
        assertThat(answer.path("agentSystem").asText()).isEqualTo("erp");
        assertThat(Base64.getDecoder().decode(answer.path("secret").asText().substring("whsec_".length())))
                .hasSize(32);
        JsonNode capabilities = answer.path("capabilities");
        assertThat(capabilities.path("jobTypes").path(0).asText()).isEqualTo("tenant.upsert");
        assertThat(capabilities.path("createTenants").asBoolean(true)).isFalse();
        assertThat(capabilities.path("maxQuotaLimit").isNull()).isTrue();
        assertThat(capabilities.path("maxItemsPerJob").asInt()).isEqualTo(500);
        JsonNode used = realm.operator()
                .get(TOKENS + "/" + made.id())
                .send()
                .expect(200)
                .json();
        assertThat(used.path("status").asText()).isEqualTo("used");
        assertThat(used.path("agentId").asText())
                .isEqualTo(answer.path("agentId").asText());
        assertThat(used.path("token").isNull()).isTrue();
    }

    @Test
    void tokenDoesOnceAlsoForManyAtOnce() {
        String token = SyncAgents.enrolmentToken(realm, "erp", SyncAgents.everything())
                .json()
                .path("token")
                .asText();

        List<CompletableFuture<Response>> calls = IntStream.range(0, 6)
                .mapToObj(i -> SyncAgents.enrolment(realm, token).sendAsync())
                .toList();

        List<Integer> statuses = new ArrayList<>();
        calls.forEach(call -> statuses.add(call.join().status()));
        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses).containsOnly(201, 401);
    }

    @Test
    void tokensThatDoNotDoAreAllRefusedAlike() {
        try (TestRealm other = oka.realm().create()) {
            String used = SyncAgents.enrolmentToken(realm, "erp", SyncAgents.everything())
                    .json()
                    .path("token")
                    .asText();
            SyncAgents.enrolment(realm, used).send().expect(201);
            Response revoked = SyncAgents.enrolmentToken(realm, "erp", SyncAgents.everything());
            realm.operator().delete(TOKENS + "/" + revoked.id()).send().expect(204);
            Response elsewhere = SyncAgents.enrolmentToken(other, "erp", SyncAgents.everything());
            Response expired = SyncAgents.enrolmentToken(realm, "erp", SyncAgents.everything());

            List<String> bodies = new ArrayList<>();
            for (String token : List.of(
                    used,
                    revoked.json().path("token").asText(),
                    elsewhere.json().path("token").asText(),
                    "oka_enrol_" + "A".repeat(43),
                    "nonsense")) {
                Response refused =
                        assertProblem(SyncAgents.enrolment(realm, token).send(), 401, "invalid_enrolment_token");
                bodies.add(refused.text().replaceAll("\"requestId\":\"[^\"]+\"", ""));
            }
            oka.moveClock(Duration.ofHours(25));
            assertProblem(
                    SyncAgents.enrolment(realm, expired.json().path("token").asText())
                            .send(),
                    401,
                    "invalid_enrolment_token");

            assertThat(bodies).containsOnly(bodies.get(0));
            assertThat(realm.operator()
                            .get(TOKENS + "/" + expired.id())
                            .send()
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("expired");
        }
    }

    @Test
    void whoeverGuessesWaits() {
        try (TestRealm own = oka.realm().create()) {
            Http.Request[] last = new Http.Request[1];
            for (int i = 0; i < 30; i++) {
                last[0] = SyncAgents.enrolment(own, "oka_enrol_" + "A".repeat(43));
                last[0].send().expect(401);
            }

            Response refused = assertProblem(
                    SyncAgents.enrolment(own, "oka_enrol_" + "A".repeat(43)).send(), 429, "too_many_requests");

            assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                    .isBetween(1, 60);
        }
    }

    @Test
    void lostAnswerCanBeHadAgainUnderItsKey() {
        String token = SyncAgents.enrolmentToken(realm, "erp", SyncAgents.everything())
                .json()
                .path("token")
                .asText();
        Response first = SyncAgents.enrolment(realm, token)
                .header("Idempotency-Key", "first-enrolment")
                .send()
                .expect(201);

        Response again = SyncAgents.enrolment(realm, token)
                .header("Idempotency-Key", "first-enrolment")
                .send()
                .expect(201);

        assertThat(again.json()).isEqualTo(first.json());
        assertProblem(
                SyncAgents.enrolment(realm, token)
                        .header("Idempotency-Key", "another")
                        .send(),
                401,
                "invalid_enrolment_token");
    }

    @Test
    void usedTokenIsNotRevokedButItsAgent() {
        SyncAgents agent = SyncAgents.enrol(realm, "erp");

        assertProblem(
                realm.operator().delete(TOKENS + "/" + agent.enrolmentTokenId()).send(), 409, "enrolment_token_used");
        agent.revoke().expect(200);

        JsonNode revoked = agent.seen();
        assertThat(revoked.path("revokedAt").isNull()).isFalse();
        assertThat(revoked.path("health").asText()).isEqualTo("offline");
        // Twice is as good as once.
        agent.revoke().expect(200);
        assertProblem(agent.rotate(1), 409, "agent_revoked");
        assertProblem(agent.setCapabilities(Map.of()), 409, "agent_revoked");
        assertThat(oka.rows(
                        "SELECT 1 FROM oka_sync_agent WHERE id = ? AND (length(secret) > 0"
                                + " OR previous_secret IS NOT NULL)",
                        agent.agentId()))
                .isEmpty();
    }

    @Test
    void whatIsWrongIsNamed() {
        assertInvalid(
                realm.operator()
                        .post(TOKENS)
                        .json(Map.of("agentSystem", "Erp!", "expiresInHours", 721, "description", "x".repeat(1001)))
                        .send(),
                "agentSystem",
                "capabilities",
                "expiresInHours",
                "description");
        assertInvalid(
                realm.operator()
                        .post(TOKENS)
                        .json(Map.of(
                                "agentSystem",
                                "erp",
                                "capabilities",
                                Map.of(
                                        "tiers", List.of("No Tier"),
                                        "maxItemsPerJob", 1001,
                                        "requestsPerMinute", 0,
                                        "maxQuotaLimit", -1,
                                        "maxUsageQuantity", 0,
                                        "maxPeriodDays", 0)))
                        .send(),
                "capabilities.tiers",
                "capabilities.maxItemsPerJob",
                "capabilities.requestsPerMinute",
                "capabilities.maxQuotaLimit",
                "capabilities.maxUsageQuantity",
                "capabilities.maxPeriodDays");
        assertInvalid(
                realm.anonymous()
                        .post("/sync/agents/enrol")
                        .json(Map.of("name", "two\nlines", "version", ""))
                        .send(),
                "token",
                "name",
                "version");
    }

    @Test
    void operatorsChangeWhatAnAgentMayDoAndNoOthers() {
        SyncAgents agent = SyncAgents.enrol(realm, "crm");
        Response read =
                realm.operator().get("/sync/agents/" + agent.agentId()).send().expect(200);
        String tag = read.header("ETag").orElseThrow();

        agent.setCapabilities(Map.of("requestsPerMinute", 7)).expect(200);

        assertThat(agent.seen().path("capabilities").path("requestsPerMinute").asInt())
                .isEqualTo(7);
        assertThat(agent.seen().path("capabilities").path("createTenants").asBoolean(true))
                .isFalse();
        assertProblem(
                realm.operator()
                        .patch("/sync/agents/" + agent.agentId())
                        .header("If-Match", tag)
                        .json(Map.of("name", "renamed"))
                        .send(),
                412,
                "precondition_failed");
        assertInvalid(
                realm.operator()
                        .patch("/sync/agents/" + agent.agentId())
                        .json(Map.of("agentSystem", "other"))
                        .send(),
                "agentSystem");
        Response listed = realm.operator()
                .get("/sync/agents?agentSystem=crm&health=online&revoked=false")
                .send()
                .expect(200);
        assertThat(listed.header("X-Total-Count")).contains("1");
        assertThat(listed.json().path(0).path("id").asText()).isEqualTo(agent.agentId());
        try (TestRealm other = oka.realm().create()) {
            assertProblem(
                    other.operator().get("/sync/agents/" + agent.agentId()).send(), 404, "not_found");
            assertProblem(
                    other.operator()
                            .post("/sync/agents/" + agent.agentId() + "/revoke")
                            .json(Map.of())
                            .send(),
                    404,
                    "not_found");
        }
        assertThat(realm.operatorWith(realm.token("alice"))
                        .get("/sync/agents")
                        .send()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void allOfItIsWrittenDownAndNoSecretWithIt() {
        Response made = SyncAgents.enrolmentToken(realm, "audited", SyncAgents.everything());
        String token = made.json().path("token").asText();
        Response enrolled = SyncAgents.enrolment(realm, token).send().expect(201);
        SyncAgents agent = new SyncAgents(
                realm,
                "audited",
                made.id(),
                enrolled.json().path("agentId").asText(),
                enrolled.json().path("secret").asText(),
                Duration.ZERO);
        Response rotated = agent.rotate(1).expect(200);
        Response own = agent.withSecret(rotated.json().path("secret").asText())
                .post("/agents/secret/rotate", Map.of("overlapHours", 2))
                .expect(200);
        agent.setCapabilities(Map.of()).expect(200);
        // Where people put them by mistake.
        SyncAgents.enrolment(realm, agent.secret()).send().expect(401);
        realm.anonymous()
                .post("/sync/agents/enrol")
                .json(Map.of(token, 1))
                .send()
                .expect(400);
        agent.revoke().expect(200);

        List<Map<String, @Nullable Object>> changes = oka.rows(
                "SELECT type, actor_type, actor_id FROM oka_change WHERE type LIKE 'sync.%' AND data LIKE ? ORDER BY id",
                "%audited%");
        assertThat(changes.stream().map(row -> row.get("type")))
                .containsExactly(
                        "sync.enrolment_token_created",
                        "sync.agent_enrolled",
                        "sync.agent_rotated",
                        "sync.agent_rotated",
                        "sync.agent_updated",
                        "sync.agent_revoked");
        assertThat(changes.get(1)).containsEntry("actor_type", "agent").containsEntry("actor_id", agent.agentId());
        assertThat(changes.get(2)).containsEntry("actor_type", "operator");
        assertThat(changes.get(3)).containsEntry("actor_type", "agent");
        String log = oka.server().log();
        String dump = dump();
        assertThat(dump).contains("OKA_SYNC_AGENT", agent.agentId());
        for (String secret : List.of(
                token.substring("oka_enrol_".length()),
                base64(agent.secret()),
                base64(rotated.json().path("secret").asText()),
                base64(own.json().path("secret").asText()))) {
            assertThat(log).doesNotContain(secret);
            assertThat(dump).doesNotContain(secret);
        }
        for (String secret : List.of(agent.secret(), own.json().path("secret").asText())) {
            assertThat(dump)
                    .doesNotContain(HexFormat.of().formatHex(Base64.getDecoder().decode(base64(secret))));
        }
    }

    private static String base64(String secret) {
        return secret.substring("whsec_".length());
    }

    /** What sync, the change log, admin events and answers that are kept hold. */
    private String dump() {
        StringBuilder dump = new StringBuilder();
        for (String table : List.of(
                "oka_sync_agent",
                "oka_sync_enrolment",
                "oka_change",
                "admin_event_entity",
                "oka_idempotency",
                "oka_sync_request")) {
            oka.rows("SELECT CAST(t AS text) AS row FROM " + table + " t")
                    .forEach(row -> dump.append(row.get("row")).append('\n'));
        }
        return dump.toString();
    }
}
