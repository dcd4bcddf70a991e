package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.it.support.SyncAgents;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sends pages of all that a billing system has, and reads what came of it; hashed by the recipe of the document alone. */
record Snapshots(TestRealm realm, SyncAgents agent) {

    static final String PATH = "/sync/reconciliations";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> UNDER_WAY = Set.of("queued", "processing", "retrying");

    /** One that the other system has; its data hold the compared fields and no others. */
    record Entry(String code, long version, Map<String, ?> data) {}

    static Entry tenant(String code, long version, String displayName) {
        return new Entry(code, version, Map.of("displayName", displayName, "suspended", false));
    }

    static Entry subscription(String code, long version, String plan) {
        return new Entry(code, version, Map.of("plan", plan, "status", "active"));
    }

    static Map<String, Object> page(
            String entity, int page, @Nullable String after, @Nullable String upTo, List<Entry> entries) {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("entity", entity);
        snapshot.put("page", page);
        if (after != null) {
            snapshot.put("after", after);
        }
        if (upTo != null) {
            snapshot.put("upTo", upTo);
        }
        snapshot.put("count", entries.size());
        snapshot.put("sha256", sha256(entries));
        return snapshot;
    }

    static Map<String, Object> whole(String entity, List<Entry> entries) {
        return page(entity, 0, null, null, entries);
    }

    /** An operator begins one; returns its id. */
    String start(String... entities) {
        return realm.operator()
                .post(PATH)
                .json(Map.of("agentSystem", agent.system(), "entities", List.of(entities)))
                .send()
                .expect(201)
                .id();
    }

    /** What came of a page that is sent without its items, such as {@code applied matched}. */
    String send(Map<String, ?> snapshot) {
        return outcome(look(snapshot, null));
    }

    /** The same with its items. */
    String send(Map<String, ?> snapshot, List<Entry> entries) {
        return outcome(look(snapshot, entries));
    }

    /** Sends a page, and its items if they are wanted. */
    String compare(Map<String, ?> snapshot, List<Entry> entries) {
        String outcome = send(snapshot);
        return outcome.equals("applied items_wanted") ? send(snapshot, entries) : outcome;
    }

    JsonNode look(Map<String, ?> snapshot, @Nullable List<Entry> entries) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("type", "reconcile.snapshot");
        job.put("snapshot", snapshot);
        if (entries != null) {
            job.put(
                    "items",
                    entries.stream()
                            .map(one -> Map.of("externalCode", one.code, "version", one.version, "data", one.data))
                            .toList());
        }
        String jobId = agent.post("/jobs", job).expect(202).json().path("jobId").asText();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> agent.get("/jobs/" + jobId)
                                .expect(200)
                                .json()
                                .path("items")
                                .path(0),
                        item -> item.has("state")
                                && !UNDER_WAY.contains(item.path("state").asText()));
    }

    private static String outcome(JsonNode item) {
        return item.path("state").asText() + " " + item.path("result").asText();
    }

    JsonNode get(String id) {
        return realm.operator().get(PATH + "/" + id).send().expect(200).json();
    }

    String state(String id) {
        return get(id).path("state").asText();
    }

    List<JsonNode> drift(String query) {
        JsonNode found = realm.operator()
                .get(PATH + "/drift?limit=100&agentSystem=" + agent.system() + query)
                .send()
                .expect(200)
                .json();
        return StreamSupport.stream(found.path("items").spliterator(), false).toList();
    }

    /** The differences that stand, each such as {@code field_mismatch tenant C-1 displayName}. */
    List<String> standing() {
        List<String> found = new ArrayList<>();
        drift("").stream().filter(one -> one.path("endedAt").isNull()).forEach(one -> found.add(text(one)));
        return found;
    }

    static String text(JsonNode drift) {
        String field =
                drift.path("field").isNull() ? "" : " " + drift.path("field").asText();
        return drift.path("kind").asText() + " " + drift.path("entity").asText() + " "
                + drift.path("externalCode").asText() + field;
    }

    /** The only difference that stands. */
    JsonNode only() {
        List<JsonNode> found =
                drift("").stream().filter(one -> one.path("endedAt").isNull()).toList();
        assertThat(found).hasSize(1);
        return one(found.get(0).path("id").asText());
    }

    JsonNode one(String driftId) {
        return realm.operator()
                .get(PATH + "/drift/" + driftId)
                .send()
                .expect(200)
                .json();
    }

    Response act(String driftId, String action, Map<String, ?> body) {
        return realm.operator()
                .post(PATH + "/drift/" + driftId + "/" + action)
                .json(body)
                .send();
    }

    /** What happened to it, in words. */
    List<String> actions(String driftId) {
        return one(driftId).path("record").findValuesAsText("action");
    }

    /** All differences count at once. */
    void withoutGrace() {
        settings(Map.of(
                "graceMinutes", Map.of("missing_local", 0, "missing_remote", 0, "field_mismatch", 0, "stale", 0)));
    }

    void settings(Map<String, ?> reconciliation) {
        realm.operator()
                .patch("/sync/settings")
                .json(Map.of("reconciliation", reconciliation))
                .send()
                .expect(200);
    }

    /** Changes rows behind the server's back. */
    static void update(Oka oka, String sql, Object... parameters) {
        try (Connection connection = oka.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(List<Entry> entries) {
        StringBuilder lines = new StringBuilder();
        entries.forEach(one ->
                lines.append(text(List.of(one.code, new TreeMap<>(one.data)))).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
