package io.oka.it.sync;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.SignedRequest;
import io.oka.it.support.SyncAgents;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing is done for an agent but what it has signed, lately, and once. */
@OkaServer
final class AgentSignatureIT {

    private static final String HEARTBEAT = "/agents/heartbeat";
    private static final String BODY = "{\"version\": \"1.0\"}";

    private static TestRealm realm;

    private final Oka oka;
    private final SyncAgents agent;

    AgentSignatureIT(Oka oka) {
        this.oka = oka;
        this.agent = SyncAgents.enrol(realm, "erp");
    }

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = oka.realm().create();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void whatIsForgedIsRefusedAlikeWhateverIsWrong() {
        SyncAgents another = SyncAgents.enrol(realm, "erp");
        try (TestRealm elsewhere = oka.realm().create()) {
            SyncAgents stranger = SyncAgents.enrol(elsewhere, "erp");
            SignedRequest good = heartbeat();
            String right = good.signature();
            SignedRequest other = heartbeat();
            List<Http.Request> forged = new ArrayList<>(List.of(
                    good.withSecret(another.secret()).request(),
                    good.withAgentId(another.agentId()).request(),
                    good.withAgentId("00000000-0000-0000-0000-000000000000").request(),
                    good.withAgentId("' or 1=1 --").request(),
                    good.withId("other").request(right),
                    good.at(Instant.now().plusSeconds(3)).request(right),
                    good.request(good.signature(realm.path("/sync" + HEARTBEAT + "?x=1"))),
                    good.request(good.signature("/sync" + HEARTBEAT)),
                    agent.request("POST", HEARTBEAT, BODY + " ")
                            .withId(good.id())
                            .request(right),
                    agent.request("POST", "/agents/secret/rotate", BODY)
                            .withId(good.id())
                            .request(right),
                    other.request(right),
                    good.request("v1,"),
                    good.request("v2," + right.substring(3)),
                    good.request(right.substring(3)),
                    good.request("v1," + "A".repeat(4000)),
                    good.withId("x".repeat(129)).request(),
                    good.withId("two words").request(),
                    good.at(Instant.ofEpochSecond(-1)).request(),
                    good.unsigned(),
                    good.request().header("agent-id", agent.agentId()),
                    good.request().header("webhook-id", good.id()),
                    good.request().header("webhook-timestamp", Long.toString(good.timestamp())),
                    good.request().header("webhook-signature", right),
                    // Of another realm.
                    new SignedRequest(
                                    realm,
                                    stranger.agentId(),
                                    stranger.secret(),
                                    "elsewhere",
                                    good.timestamp(),
                                    "POST",
                                    "/sync" + HEARTBEAT,
                                    BODY)
                            .request(),
                    realm.anonymous().post("/sync" + HEARTBEAT).json(Map.of()),
                    realm.with(oka.admin().token()).post("/sync" + HEARTBEAT).json(Map.of())));

            List<String> answers = forged.stream()
                    .map(request -> assertProblem(request.send(), 401, "invalid_signature"))
                    .map(answer -> answer.text().replaceAll("\"requestId\":\"[^\"]+\"", ""))
                    .toList();

            assertThat(answers).containsOnly(answers.get(0));
            // None of it used the id up.
            good.send().expect(200);
        }
    }

    @Test
    void ofManySignaturesOneThatFitsIsEnough() {
        SignedRequest request = heartbeat();
        String wrong =
                request.withSecret(SyncAgents.enrol(realm, "erp").secret()).signature();

        request.request(wrong + " v2,xyz " + request.signature()).send().expect(200);
    }

    @Test
    void staleRequestIsRefusedEitherWay() {
        assertProblem(heartbeat().at(Instant.now().minusSeconds(305)).send(), 401, "stale_request");
        assertProblem(heartbeat().at(Instant.now().plusSeconds(305)).send(), 401, "stale_request");
        heartbeat().at(Instant.now().minusSeconds(290)).send().expect(200);
        heartbeat().at(Instant.now().plusSeconds(290)).send().expect(200);
        assertProblem(heartbeat().at(Instant.ofEpochSecond(999_999_999_999L)).send(), 401, "stale_request");
    }

    @Test
    void requestIsTakenOnceAlsoOfManyAtOnce() {
        SignedRequest request = heartbeat();
        SignedRequest burst = heartbeat();

        request.send().expect(200);

        assertProblem(request.send(), 401, "replayed_request");
        // The same id signed anew is no other request.
        assertProblem(request.at(Instant.now().minusSeconds(7)).send(), 401, "replayed_request");
        List<CompletableFuture<Response>> calls =
                IntStream.range(0, 6).mapToObj(i -> burst.request().sendAsync()).toList();
        assertThat(calls.stream().map(call -> call.join().status()).toList())
                .containsOnlyOnce(200)
                .containsOnly(200, 401);
        // Each agent has ids of its own.
        SyncAgents.enrol(realm, "erp")
                .request("POST", HEARTBEAT, BODY)
                .withId(request.id())
                .send()
                .expect(200);
    }

    @Test
    void refusedRequestMayComeAgain() {
        SignedRequest bad = agent.request("POST", HEARTBEAT, "{\"queueDepth\": -1}");

        bad.send().expect(400);

        bad.send().expect(400);
        assertThat(oka.rows("SELECT 1 FROM oka_sync_request WHERE request_id = ?", bad.id()))
                .isEmpty();
    }

    @Test
    void idsAreForgottenWhenTheirTimestampIsLongTooOld() {
        SignedRequest request = heartbeat();
        request.send().expect(200);
        oka.runTask("oka-forget-agent-requests");
        assertProblem(request.send(), 401, "replayed_request");

        oka.moveClock(Duration.ofMinutes(11));
        oka.runTask("oka-forget-agent-requests");

        assertThat(oka.rows("SELECT 1 FROM oka_sync_request WHERE request_id = ?", request.id()))
                .isEmpty();
        assertProblem(request.send(), 401, "stale_request");
    }

    @Test
    void previousSecretDoesOnlyWhileItOverlaps() {
        Response rotated = agent.rotate(1).expect(200);
        SyncAgents renewed = agent.withSecret(rotated.json().path("secret").asText());

        renewed.heartbeat().expect(200);
        Response old = agent.heartbeat().expect(200);

        assertThat(old.json().path("secretRotation").path("signedWithPrevious").asBoolean())
                .isTrue();
        assertProblem(agent.post("/agents/secret/rotate", Map.of()), 403, "previous_secret");
        oka.moveClock(Duration.ofMinutes(61));
        Duration ahead = Duration.ofMinutes(61);
        assertProblem(agent.ahead(ahead).heartbeat(), 401, "invalid_signature");
        renewed.ahead(ahead).heartbeat().expect(200);
    }

    @Test
    void withoutOverlapThePreviousSecretEndsAtOnce() {
        Response rotated =
                agent.post("/agents/secret/rotate", Map.of("overlapHours", 0)).expect(200);

        assertProblem(agent.heartbeat(), 401, "invalid_signature");
        SyncAgents renewed = agent.withSecret(rotated.json().path("secret").asText());
        renewed.heartbeat().expect(200);
        Response twice = renewed.rotate(24).expect(200);
        SyncAgents last = agent.withSecret(twice.json().path("secret").asText());
        last.rotate(24).expect(200);
        // Two secrets do at a time, never three.
        assertProblem(renewed.heartbeat(), 401, "invalid_signature");
        last.heartbeat().expect(200);
    }

    @Test
    void revokedAgentStopsAtOnce() {
        agent.heartbeat().expect(200);

        agent.revoke().expect(200);

        assertProblem(agent.heartbeat(), 401, "invalid_signature");
    }

    @Test
    void revokedAgentStopsAtOnceOnTheOtherNodeAndNoRequestIsTakenOnBoth(TwoNodes nodes) {
        try (TestRealm shared = nodes.first().realm().create()) {
            SyncAgents here = SyncAgents.enrol(shared, "erp");
            SyncAgents there = here.on(nodes.second());
            there.heartbeat().expect(200);
            SignedRequest request = here.request("POST", HEARTBEAT, BODY);
            request.send().expect(200);
            assertProblem(
                    new SignedRequest(
                                    there.realm(),
                                    request.agentId(),
                                    request.secret(),
                                    request.id(),
                                    request.timestamp(),
                                    request.method(),
                                    request.path(),
                                    request.body())
                            .send(),
                    401,
                    "replayed_request");

            here.revoke().expect(200);

            assertProblem(there.heartbeat(), 401, "invalid_signature");
        }
    }

    @Test
    void whoCallsTooOftenWaitsAndOthersDoNot() {
        agent.setCapabilities(Map.of("requestsPerMinute", 3)).expect(200);
        SyncAgents another = SyncAgents.enrol(realm, "erp");
        for (int i = 0; i < 3; i++) {
            agent.heartbeat().expect(200);
        }
        SignedRequest fourth = heartbeat();

        Response refused = assertProblem(fourth.send(), 429, "rate_limited");

        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(1, 20);
        another.heartbeat().expect(200);
        // Another call counts for itself.
        agent.post("/agents/secret/rotate", Map.of("overlapHours", 1)).expect(200);
        oka.moveClock(Duration.ofSeconds(21));
        // What was refused may come again.
        fourth.send().expect(200);
    }

    private SignedRequest heartbeat() {
        return agent.request("POST", HEARTBEAT, BODY);
    }
}
