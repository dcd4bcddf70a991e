package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A billing system of a realm, with one agent, and what becomes of each thing that it says. */
record Erp(TestRealm realm, SyncAgents agent) {

    private static final Set<String> UNDER_WAY = Set.of("queued", "processing", "retrying");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One that no other test knows, and that may do everything. */
    static Erp in(TestRealm realm) {
        return in(realm, SyncAgents.everything());
    }

    /** One that no other test knows. */
    static Erp in(TestRealm realm, Map<String, ?> capabilities) {
        String system = "erp-" + UUID.randomUUID();
        return new Erp(realm, SyncAgents.enrol(realm, system, capabilities));
    }

    /** Another agent of the same system. */
    Erp with(Map<String, ?> capabilities) {
        return new Erp(realm, SyncAgents.enrol(realm, agent.system(), capabilities));
    }

    /** Its clock follows the server's. */
    Erp ahead(Duration ahead) {
        return new Erp(realm, agent.ahead(ahead));
    }

    Oka oka() {
        return realm.oka();
    }

    static String freshCode() {
        return "C-" + UUID.randomUUID();
    }

    /** A tenant on the lowest plan that a fresh code of this system means. */
    Customer customer() {
        String code = freshCode();
        String tenant = Tenants.create(realm, "alice");
        map("tenant", code, tenant);
        return new Customer(code, tenant);
    }

    /** A code and what it means. */
    record Customer(String code, String tenant) {}

    void map(String type, String externalCode, String internalCode) {
        realm.operator()
                .post("/sync/mappings")
                .json(Map.of(
                        "agentSystem",
                        agent.system(),
                        "type",
                        type,
                        "externalCode",
                        externalCode,
                        "internalCode",
                        internalCode))
                .send()
                .expect(201);
    }

    /** Says one thing; returns the job's id. */
    String send(String type, String code, long version, Map<String, ?> data) {
        return accepted(agent.post("/jobs", job(type, code, version, data)));
    }

    /** Says one thing in a request of this id; returns the job's id. */
    String send(String requestId, String type, String code, long version, Map<String, ?> data) {
        return accepted(agent.posting("/jobs", job(type, code, version, data))
                .header("X-Request-ID", requestId)
                .send());
    }

    static Map<String, Object> job(String type, String code, long version, Map<String, ?> data) {
        return Map.of("type", type, "items", List.of(item(code, version, data)));
    }

    static Map<String, Object> item(String code, long version, Map<String, ?> data) {
        return new HashMap<>(Map.of("externalCode", code, "version", version, "data", data));
    }

    static String accepted(Response answer) {
        return answer.expect(202).json().path("jobId").asText();
    }

    /** Says one thing; what became of it, such as {@code applied created}. */
    String say(String type, String code, long version, Map<String, ?> data) {
        return outcome(ended(send(type, code, version, data)));
    }

    /** The same with what is said of it to people. */
    JsonNode sayAndLook(String type, String code, long version, Map<String, ?> data) {
        return ended(send(type, code, version, data));
    }

    static String outcome(JsonNode item) {
        return item.path("state").asText() + " " + item.path("result").asText();
    }

    /** The job's only item once it is tried no more. */
    JsonNode ended(String jobId) {
        List<JsonNode> items = allEnded(jobId);
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    /** The job's items once none of them is tried any more. */
    List<JsonNode> allEnded(String jobId) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> items(jobId),
                        items -> !items.isEmpty()
                                && items.stream()
                                        .noneMatch(item -> UNDER_WAY.contains(
                                                item.path("state").asText())));
    }

    private List<JsonNode> items(String jobId) {
        JsonNode job = agent.get("/jobs/" + jobId + "?limit=100").expect(200).json();
        return StreamSupport.stream(job.path("items").spliterator(), false).toList();
    }

    /** The tenant that a code means; empty if it means none. */
    String mapped(String code) {
        List<Map<String, @Nullable Object>> rows = oka().rows(
                        "SELECT internal_code FROM oka_sync_mapping WHERE agent_system = ? AND type = 'tenant'"
                                + " AND external_code = ?",
                        agent.system(),
                        code);
        return rows.isEmpty() ? "" : String.valueOf(rows.get(0).get("internal_code"));
    }

    JsonNode tenant(String id) {
        return realm.operator().get("/tenants/" + id).send().expect(200).json();
    }

    JsonNode subscription(String tenantId) {
        return realm.operator()
                .get("/entitlements/subscriptions/" + tenantId)
                .send()
                .expect(200)
                .json();
    }

    void subscribe(String tenantId, Map<String, ?> subscription) {
        realm.operator()
                .put("/entitlements/subscriptions/" + tenantId)
                .json(subscription)
                .send()
                .expect(200);
    }
}
