package io.oka.keycloak.webhooks.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.message.WebhookMessage;
import java.time.Instant;
import java.util.List;

/**
 * A kind of event.
 *
 * @param schema of the whole body, in JSON Schema 2020-12
 * @param example a whole body
 */
public record EventType(String type, String description, JsonNode schema, JsonNode example) {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String ID = "0193f2a4-91b5-7c02-8f5e-2d1a6b9c7e10";
    private static final String TENANT = "8a5e1c52-6f0b-4a3d-9d2e-7b41c0f3a915";
    private static final Instant TIME = Instant.parse("2026-11-21T08:30:00.123Z");

    /** An event that happens to a tenant. */
    static EventType of(String type, String description, List<Member> members) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        members.forEach(member -> data.set(member.name(), Json.MAPPER.valueToTree(member.example())));
        WebhookMessage example =
                new WebhookMessage(ID, "demo", type, TIME, data, TENANT, 42, "3f0c6a1e-2b7d-4c58-a9e4-6d1f8b5c7a20");
        return new EventType(type, description, schema(type, description, members), tree(example));
    }

    private static JsonNode tree(WebhookMessage message) {
        try {
            return Json.MAPPER.readTree(message.text(WebhookFormat.STANDARD));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("We wrote it ourselves", e);
        }
    }

    private static ObjectNode schema(String type, String description, List<Member> members) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", DIALECT);
        schema.put("title", type);
        schema.put("description", description);
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        property(properties, "id", "string", "The event's id, and the header webhook-id of every message about it");
        properties.putObject("type").put("const", type);
        property(properties, "timestamp", "string", "When it happened").put("format", "date-time");
        properties.set("data", data(members));
        nullable(properties, "tenantId", "The tenant that it happened to");
        property(properties, "sequence", "integer", "Rises by one with each event of the tenant")
                .put("minimum", 1);
        nullable(properties, "correlationId", "The X-Request-ID of the request that it follows from");
        ArrayNode required = schema.putArray("required");
        properties.fieldNames().forEachRemaining(required::add);
        return schema;
    }

    private static ObjectNode data(List<Member> members) {
        ObjectNode data = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = data.putObject("properties");
        members.forEach(member -> properties.set(member.name(), member.schema()));
        ArrayNode required = data.putArray("required");
        members.stream().filter(Member::always).map(Member::name).forEach(required::add);
        return data;
    }

    private static ObjectNode property(ObjectNode properties, String name, String type, String description) {
        return properties.putObject(name).put("type", type).put("description", description);
    }

    private static void nullable(ObjectNode properties, String name, String description) {
        ObjectNode property = properties.putObject(name);
        property.putArray("type").add("string").add("null");
        property.put("description", description);
    }
}
