package io.oka.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What one agent sends, and what becomes of it. */
public record SyncJobs(SyncAgents agent) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    public static Map<String, Object> item(String externalCode, long version, Map<String, ?> data) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("externalCode", externalCode);
        item.put("version", version);
        item.put("data", data);
        return item;
    }

    /** A customer whose name is its code. */
    public static Map<String, Object> tenant(String externalCode, long version, String displayName) {
        return item(externalCode, version, Map.of("name", externalCode, "displayName", displayName));
    }

    public Response post(String type, List<?> items) {
        return agent.post("/jobs", Map.of("type", type, "items", items));
    }

    /** The id of a job that was taken in. */
    public String send(String type, List<?> items) {
        return post(type, items).expect(202).json().path("jobId").asText();
    }

    public String sendTenants(List<?> items) {
        return send("tenant.upsert", items);
    }

    /** The job with the first hundred of its items. */
    public JsonNode get(String jobId) {
        return agent.get("/jobs/" + jobId + "?limit=100").expect(200).json();
    }

    public String state(String jobId) {
        return get(jobId).path("state").asText();
    }

    public JsonNode await(String jobId, String state) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(state(jobId))
                .isEqualTo(state));
        return get(jobId);
    }

    /** The job once so many of its items are in a state, such as {@code applied}. */
    public JsonNode await(String jobId, String itemState, int number) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        get(jobId).path("progress").path(itemState).asInt())
                .isEqualTo(number));
        return get(jobId);
    }

    /** A member of each item, in the order in which they were sent. */
    public static List<String> each(JsonNode job, String member) {
        List<String> values = new ArrayList<>();
        job.path("items").forEach(item -> values.add(item.path(member).asText()));
        return values;
    }
}
