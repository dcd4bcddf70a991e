package io.oka.it.support;

import io.oka.testing.Oka;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the database holds of a delivery, whatever the server says. */
public record DeliveryRow(
        String id,
        String eventId,
        String type,
        String state,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError) {

    /** All of an endpoint, first things first. */
    public static List<DeliveryRow> of(Oka oka, String endpointId) {
        return oka
                .rows(
                        "SELECT d.*, e.type FROM oka_webhook_delivery d JOIN oka_webhook_event e ON e.id = d.event_id"
                                + " WHERE d.endpoint_id = ? ORDER BY d.id",
                        endpointId)
                .stream()
                .map(DeliveryRow::of)
                .toList();
    }

    /** The one of an endpoint about events of this type. */
    public static DeliveryRow of(Oka oka, String endpointId, String type) {
        List<DeliveryRow> found = of(oka, endpointId).stream()
                .filter(row -> row.type().equals(type))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " deliveries of " + type + ": " + found);
        }
        return found.get(0);
    }

    /** Its attempts, the first one first. */
    public List<Map<String, @Nullable Object>> attemptRows(Oka oka) {
        return oka.rows("SELECT * FROM oka_webhook_attempt WHERE delivery_id = ? ORDER BY number", id);
    }

    private static DeliveryRow of(Map<String, @Nullable Object> row) {
        Timestamp next = (Timestamp) row.get("next_attempt_at");
        return new DeliveryRow(
                text(row, "id"),
                text(row, "event_id"),
                text(row, "type"),
                text(row, "state"),
                (int) Objects.requireNonNull(row.get("attempts")),
                next == null ? null : next.toInstant(),
                (Integer) row.get("last_status"),
                (String) row.get("last_error"));
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
        return (String) Objects.requireNonNull(row.get(column));
    }
}
