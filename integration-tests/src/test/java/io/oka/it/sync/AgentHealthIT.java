package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.OwnNode;
import io.oka.testing.TestRealm;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operators see which agents are there; who is silent for long is told of, once. */
@OkaServer
final class AgentHealthIT {

    private static final String OPTION = "KC_SPI_OKA_WEBHOOKS__JPA__ENCRYPTION_KEY_";

    private static TestRealm realm;

    private final Oka oka;
    private final SyncAgents agent;

    AgentHealthIT(Oka oka) {
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
    void heartbeatTellsHowTheAgentIsAndWhatThereIsToDo() {
        String tag = tag();

        JsonNode answer = agent.heartbeat(Map.of(
                        "version", "2.0", "queueDepth", 12, "oldestItemAgeSeconds", 34, "lastError", "ERP is closed"))
                .expect(200)
                .json();

        assertThat(answer.path("agentId").asText()).isEqualTo(agent.agentId());
        assertThat(answer.path("agentSystem").asText()).isEqualTo("erp");
        assertThat(answer.path("heartbeatSeconds").asInt()).isEqualTo(30);
        assertThat(answer.path("breaker").asText()).isEqualTo("closed");
        assertThat(answer.path("config").path("maxItemsPerJob").asInt()).isEqualTo(1000);
        assertThat(answer.path("work").path("reconciliations")).isEmpty();
        assertThat(answer.path("secretRotation").isNull()).isTrue();
        assertThat(Instant.parse(answer.path("serverTime").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        JsonNode seen = agent.seen();
        assertThat(seen.path("version").asText()).isEqualTo("2.0");
        assertThat(seen.path("report").path("queueDepth").asLong()).isEqualTo(12);
        assertThat(seen.path("report").path("oldestItemAgeSeconds").asLong()).isEqualTo(34);
        assertThat(seen.path("report").path("lastError").asText()).isEqualTo("ERP is closed");
        assertThat(tag()).as("people have changed nothing").isEqualTo(tag);
        // Nothing need be said.
        agent.request("POST", "/agents/heartbeat", "").send().expect(200);
        assertThat(agent.seen().path("version").asText()).isEqualTo("2.0");
        assertInvalid(
                agent.heartbeat(Map.of("version", "x".repeat(65), "queueDepth", -1, "oldestItemAgeSeconds", -1)),
                "version",
                "queueDepth",
                "oldestItemAgeSeconds");
    }

    @Test
    void silentAgentIsDegradedThenOfflineAndThatIsToldOnce() {
        SyncAgents revoked = SyncAgents.enrol(realm, "erp");
        revoked.revoke().expect(200);
        agent.heartbeat().expect(200);
        assertThat(health()).isEqualTo("online");

        oka.moveClock(Duration.ofSeconds(95));
        oka.runTask("oka-find-offline-agents");
        assertThat(health()).isEqualTo("degraded");
        assertThat(told(agent)).isZero();
        oka.moveClock(Duration.ofSeconds(305));
        oka.runTask("oka-find-offline-agents");
        oka.runTask("oka-find-offline-agents");

        assertThat(health()).isEqualTo("offline");
        assertThat(told(agent)).isEqualTo(1);
        assertThat(told(revoked)).isZero();
        assertThat(realm.operator()
                        .get("/sync/agents?health=offline&revoked=false&max=100")
                        .send()
                        .expect(200)
                        .text())
                .contains(agent.agentId());
    }

    @Test
    void agentThatComesBackIsToldOfAgainWhenItGoesAgain() {
        oka.moveClock(Duration.ofSeconds(305));
        oka.runTask("oka-find-offline-agents");
        assertThat(told(agent)).isEqualTo(1);

        agent.ahead(Duration.ofSeconds(305)).heartbeat().expect(200);
        assertThat(health()).isEqualTo("online");
        oka.moveClock(Duration.ofSeconds(615));
        oka.runTask("oka-find-offline-agents");

        assertThat(told(agent)).isEqualTo(2);
    }

    @Test
    void anyRequestTellsThatTheAgentIsThereAlsoOneThatIsRefused() {
        Duration ahead = Duration.ofSeconds(200);
        oka.moveClock(ahead);
        assertThat(health()).isEqualTo("degraded");

        agent.ahead(ahead).heartbeat(Map.of("queueDepth", -1)).expect(400);

        assertThat(health()).isEqualTo("online");
    }

    @Test
    void secretsOfAgentsAreSealedAnewUnderTheCurrentKey() {
        SyncAgents renewed = agent.withSecret(
                agent.rotate(1).expect(200).json().path("secret").asText());
        try (OwnNode node = OwnNode.start(oka, options -> options.developmentPepper()
                .environment(OPTION + "2", newKey())
                .environment(OPTION + "CURRENT", "2"))) {
            node.oka().runTask("oka-reseal-agents");

            assertThat(oka.rows("SELECT key_version FROM oka_sync_agent WHERE id = ?", agent.agentId())
                            .get(0)
                            .get("key_version"))
                    .isEqualTo(2);
            renewed.on(node.oka()).heartbeat().expect(200);
            agent.on(node.oka()).heartbeat().expect(200);
        } finally {
            // This server has not that key: nobody else is to stumble over it.
            renewed.revoke().expect(200);
        }
    }

    private String health() {
        return agent.seen().path("health").asText();
    }

    private String tag() {
        return realm.operator()
                .get("/sync/agents/" + agent.agentId())
                .send()
                .expect(200)
                .header("ETag")
                .orElseThrow();
    }

    private long told(SyncAgents one) {
        return ((Number) Objects.requireNonNull(oka.rows(
                                "SELECT count(*) AS n FROM oka_change WHERE type = 'sync.agent_offline' AND data LIKE ?",
                                "%" + one.agentId() + "%")
                        .get(0)
                        .get("n")))
                .longValue();
    }

    private static String newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
