package io.oka.it.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One agent of a billing system, who signs each of its requests.
 *
 * @param enrolmentTokenId by which it enrolled
 * @param clock how far its clock is ahead, for a server whose clock was moved
 */
public record SyncAgents(
        TestRealm realm, String system, String enrolmentTokenId, String agentId, String secret, Duration clock) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All that an agent can be allowed, for tests to take away from. */
    public static Map<String, Object> everything() {
        Map<String, Object> capabilities = new LinkedHashMap<>();
        capabilities.put(
                "jobTypes",
                List.of(
                        "tenant.upsert",
                        "subscription.upsert",
                        "subscription.cancel",
                        "usage.import",
                        "reconcile.snapshot"));
        capabilities.put("createTenants", true);
        capabilities.put("suspendTenants", true);
        capabilities.put("deleteTenants", true);
        capabilities.put("tiers", List.of("*"));
        capabilities.put("maxQuotaLimit", 1_000_000_000L);
        capabilities.put("readChanges", true);
        capabilities.put("maxItemsPerJob", 1_000);
        capabilities.put("requestsPerMinute", 6_000);
        return capabilities;
    }

    /** The same with one more or another; null takes it away. */
    public static Map<String, Object> everythingBut(String capability, @Nullable Object value) {
        Map<String, Object> capabilities = everything();
        if (value == null) {
            capabilities.remove(capability);
        } else {
            capabilities.put(capability, value);
        }
        return capabilities;
    }

    /** An operator's answer that holds a token. */
    public static Response enrolmentToken(TestRealm realm, String system, Map<String, ?> capabilities) {
        return realm.operator()
                .post("/sync/agents/enrolment-tokens")
                .json(Map.of("agentSystem", system, "capabilities", capabilities))
                .send()
                .expect(201);
    }

    /** An agent of a system, which may do all that there is. */
    public static SyncAgents enrol(TestRealm realm, String system) {
        return enrol(realm, system, everything());
    }

    /** An agent that has just enrolled. */
    public static SyncAgents enrol(TestRealm realm, String system, Map<String, ?> capabilities) {
        Response token = enrolmentToken(realm, system, capabilities);
        JsonNode enrolled = enrolment(realm, token.json().path("token").asText())
                .send()
                .expect(201)
                .json();
        return new SyncAgents(
                realm,
                system,
                token.id(),
                enrolled.path("agentId").asText(),
                enrolled.path("secret").asText(),
                Duration.ZERO);
    }

    /** The call by which an agent enrols. */
    public static Http.Request enrolment(TestRealm realm, String token) {
        return realm.anonymous()
                .post("/sync/agents/enrol")
                .json(Map.of("token", token, "name", "erp-1", "version", "1.0"));
    }

    public SyncAgents withSecret(String other) {
        return new SyncAgents(realm, system, enrolmentTokenId, agentId, other, clock);
    }

    /** Its clock follows the server's. */
    public SyncAgents ahead(Duration ahead) {
        return new SyncAgents(realm, system, enrolmentTokenId, agentId, secret, ahead);
    }

    /** The same agent, calling another node. */
    public SyncAgents on(Oka node) {
        return new SyncAgents(realm.on(node), system, enrolmentTokenId, agentId, secret, clock);
    }

    /** A request to be signed, with an id of its own; the path is below {@code /realms/{realm}/sync}. */
    public SignedRequest request(String method, String path, String body) {
        return new SignedRequest(
                realm,
                agentId,
                secret,
                UUID.randomUUID().toString(),
                Instant.now().plus(clock).getEpochSecond(),
                method,
                "/sync" + path,
                body);
    }

    public Response get(String path) {
        return request("GET", path, "").send();
    }

    /** To be sent, for tests that add headers. */
    public Http.Request posting(String path, Object body) {
        return request("POST", path, text(body)).request();
    }

    public Response post(String path, Object body) {
        return posting(path, body).send();
    }

    public Response heartbeat(Map<String, ?> said) {
        return post("/agents/heartbeat", said);
    }

    public Response heartbeat() {
        return heartbeat(Map.of("version", "1.0"));
    }

    /** The agent, as operators see it. */
    public JsonNode seen() {
        return realm.operator()
                .get("/sync/agents/" + agentId)
                .send()
                .expect(200)
                .json();
    }

    public Response revoke() {
        return realm.operator()
                .post("/sync/agents/" + agentId + "/revoke")
                .json(Map.of())
                .send();
    }

    public Response rotate(int overlapHours) {
        return realm.operator()
                .post("/sync/agents/" + agentId + "/rotate")
                .json(Map.of("overlapHours", overlapHours))
                .send();
    }

    public Response setCapabilities(Map<String, ?> capabilities) {
        return realm.operator()
                .patch("/sync/agents/" + agentId)
                .json(Map.of("capabilities", capabilities))
                .send();
    }

    private static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
