package io.oka.keycloak.webhooks.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oka.keycloak.common.codes.CodeSubject;
import io.oka.keycloak.common.codes.ExternalCodes;
import io.oka.keycloak.common.codes.SystemCodes;
import io.oka.keycloak.common.http.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What events tell: what the change did, and for a tenant that other systems know, what they call it. With the codes of
 * the moment at which the event is made, like its body.
 */
final class EventData {

    private static final String CODES = "externalCodes";

    private final ExternalCodes codes;

    EventData(ExternalCodes codes) {
        this.codes = codes;
    }

    /** By the changes' ids; the codes of all of them are asked for at once. */
    Map<String, JsonNode> of(Connection connection, List<FanoutRows.Row> changes) throws SQLException {
        Map<String, JsonNode> data = new LinkedHashMap<>();
        Map<String, CodeSubject> subjects = new LinkedHashMap<>();
        for (FanoutRows.Row change : changes) {
            JsonNode read = read(change);
            data.put(change.id(), read);
            String tenantId = change.place().tenantId();
            if (tenantId != null) {
                subjects.put(change.id(), CodeSubject.of(change.place().realmId(), tenantId, read));
            }
        }
        Map<CodeSubject, Map<String, SystemCodes>> known =
                subjects.isEmpty() ? Map.of() : ask(connection, subjects.values());
        subjects.forEach((id, subject) -> add(data.get(id), known.get(subject)));
        return data;
    }

    /** Of one that cannot be fanned out: as it was written, whatever it is. */
    static JsonNode asWritten(FanoutRows.Row change) {
        return TextNode.valueOf(change.data());
    }

    private Map<CodeSubject, Map<String, SystemCodes>> ask(Connection connection, Collection<CodeSubject> subjects)
            throws SQLException {
        return codes.of(connection, subjects.stream().distinct().toList());
    }

    private static void add(@Nullable JsonNode data, @Nullable Map<String, SystemCodes> known) {
        if (known != null && data instanceof ObjectNode members) {
            members.set(CODES, Json.MAPPER.valueToTree(known));
        }
    }

    private static JsonNode read(FanoutRows.Row change) {
        try {
            return Json.MAPPER.readTree(change.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Change " + change.id() + " is damaged", e);
        }
    }
}
