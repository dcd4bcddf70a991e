package io.oka.it.sync;

import io.oka.it.support.DeliveryRows;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes rows of sync behind the server's back: what would else take an agent, or months. */
record SyncRows(Oka oka, String realmId) {

    static final String SYSTEM = "erp";

    static SyncRows of(TestRealm realm) {
        return new SyncRows(
                realm.oka(),
                realm.oka().admin().get(realm.adminPath("")).path("id").asText());
    }

    /** A job of tenants that an operator began, and that came to an end so long ago. */
    String job(String state, Duration age) {
        return job(state, age, Map.of());
    }

    /**
     * @param other columns that are otherwise
     */
    String job(String state, Duration age, Map<String, ?> other) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("agent_system", SYSTEM);
        row.put("type", "tenant.upsert");
        row.put("state", state);
        row.put("items", 1);
        row.put("created_at", before(age));
        row.put("started_at", before(age));
        row.put("finished_at", before(age));
        // That it failed was told when it did.
        row.put("told_at", List.of("dead", "partial").contains(state) ? before(age) : null);
        row.putAll(other);
        return insert("oka_sync_job", row);
    }

    /** An item of it that was given up just now. */
    String letter(String jobId, String code, String errorClass) {
        return item(jobId, "dead", Duration.ZERO, Map.of("external_code", code, "result", errorClass));
    }

    String item(String jobId, String state, Duration age, Map<String, ?> other) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("job_id", jobId);
        row.put("position", count("SELECT count(*) AS n FROM oka_sync_item WHERE job_id = ?", jobId));
        row.put("agent_system", SYSTEM);
        row.put("type", "tenant.upsert");
        row.put("entity", "tenant");
        row.put("external_code", "C-1");
        row.put("item_version", 1L);
        row.put("data", "{\"displayName\":\"As it was sent\"}");
        row.put("state", state);
        row.put("attempts", 1);
        row.put("created_at", before(age));
        row.put("updated_at", before(age));
        row.put("finished_at", before(age));
        row.putAll(other);
        return insert("oka_sync_item", row);
    }

    /** Gives the id of the row. */
    String insert(String table, Map<String, ? extends @Nullable Object> columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", UUID.randomUUID().toString());
        row.put("realm_id", realmId);
        row.putAll(columns);
        update(
                "INSERT INTO " + table + " (" + String.join(", ", row.keySet()) + ") VALUES ("
                        + String.join(", ", Collections.nCopies(row.size(), "?")) + ")",
                row.values().toArray());
        return Objects.requireNonNull((String) row.get("id"));
    }

    /** From here on no item of the system is tried. */
    void holdBreakerOpen() {
        update(
                "INSERT INTO oka_sync_breaker (realm_id, agent_system, state, forced, failures, outcomes, trips,"
                        + " updated_at) VALUES (?, ?, 'closed', 'open', 0, 0, 0, now())",
                realmId,
                SYSTEM);
    }

    void update(String sql, @Nullable Object... parameters) {
        DeliveryRows.update(oka, sql, parameters);
    }

    int count(String sql, Object... parameters) {
        Object number = oka.rows(sql, parameters).get(0).get("n");
        return ((Number) Objects.requireNonNull(number)).intValue();
    }

    /** One column of an item. */
    @Nullable
    Object ofItem(@Nullable String id, String column) {
        return oka.rows("SELECT " + column + " AS v FROM oka_sync_item WHERE id = ?", String.valueOf(id))
                .get(0)
                .get("v");
    }

    String stateOf(String itemId) {
        return String.valueOf(ofItem(itemId, "state"));
    }

    static Object before(Duration age) {
        return Instant.now().minus(age).atOffset(ZoneOffset.UTC);
    }

    /** The types of all that happened in the realm, first things first. */
    List<String> changes() {
        return oka
                .rows(
                        "SELECT type FROM oka_change WHERE realm_id = ? AND type LIKE 'sync.%' ORDER BY position",
                        realmId)
                .stream()
                .map(row -> String.valueOf(row.get("type")))
                .toList();
    }
}
