package io.oka.it.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.testing.Oka;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of the change log, as the database holds it. */
public record ChangeRow(
        String type,
        String actorType,
        @Nullable String actorId,
        @Nullable String clientId,
        @Nullable String ipAddress,
        @Nullable String correlationId,
        JsonNode data) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All that happened to a tenant, first things first. */
    public static List<ChangeRow> of(Oka oka, String tenantId) {
        return oka.rows("SELECT * FROM oka_change WHERE tenant_id = ? ORDER BY position", tenantId).stream()
                .map(ChangeRow::of)
                .toList();
    }

    /** What Keycloak itself told of in a realm, first things first. */
    public static List<ChangeRow> ofKeycloak(Oka oka, String realmId) {
        return oka
                .rows(
                        "SELECT * FROM oka_change WHERE realm_id = ? AND type LIKE 'keycloak.%' ORDER BY position",
                        realmId)
                .stream()
                .map(ChangeRow::of)
                .toList();
    }

    /** What happened to a tenant last. */
    public static ChangeRow last(Oka oka, String tenantId) {
        List<ChangeRow> rows = of(oka, tenantId);
        return rows.get(rows.size() - 1);
    }

    /** Only what happened, first things first. */
    public static List<String> types(Oka oka, String tenantId) {
        return of(oka, tenantId).stream().map(ChangeRow::type).toList();
    }

    /** A member of the data, as text; empty if there is none. */
    public String datum(String name) {
        return data.path(name).asText();
    }

    private static ChangeRow of(Map<String, @Nullable Object> row) {
        try {
            return new ChangeRow(
                    Objects.requireNonNull((String) row.get("type")),
                    Objects.requireNonNull((String) row.get("actor_type")),
                    (String) row.get("actor_id"),
                    (String) row.get("client_id"),
                    (String) row.get("ip_address"),
                    (String) row.get("correlation_id"),
                    JSON.readTree((String) row.get("data")));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
