package io.oka.keycloak.webhooks.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EventCatalogueTest {

    @Test
    void catalogueIsTheContracts() {
        assertThat(EventCatalogue.types().stream().map(EventType::type))
                .containsExactly(
                        "tenant.created",
                        "tenant.updated",
                        "tenant.suspended",
                        "tenant.resumed",
                        "tenant.deleted",
                        "user.added_to_tenant",
                        "user.removed_from_tenant",
                        "user.role_changed",
                        "invitation.created",
                        "invitation.accepted",
                        "invitation.revoked",
                        "invitation.expired",
                        "api_key.created",
                        "api_key.rotated",
                        "api_key.revoked",
                        "api_key.expired",
                        "subscription.created",
                        "subscription.upgraded",
                        "subscription.downgraded",
                        "subscription.cancelled",
                        "subscription.renewed",
                        "subscription.past_due",
                        "quota.warning",
                        "quota.exceeded",
                        "override.created",
                        "override.expired",
                        "flag.changed",
                        "webhook.endpoint_disabled",
                        "sync.job_failed",
                        "sync.drift_detected",
                        "sync.agent_offline");
    }

    private static List<EventType> types() {
        return List.copyOf(EventCatalogue.types());
    }

    @ParameterizedTest
    @MethodSource("types")
    void exampleFitsItsSchema(EventType type) {
        assertThat(type.description()).isNotBlank();
        assertThat(type.example().path("type").asText()).isEqualTo(type.type());
        assertFits(type.example(), type.schema(), type.type());
    }

    @Test
    void whatHappensToTenantsSaysWhatOthersCallThem() {
        assertThat(types())
                .filteredOn(
                        type -> type.schema().at("/properties/data/properties").has("externalCodes"))
                .extracting(EventType::type)
                .containsExactlyElementsOf(types().stream()
                        .map(EventType::type)
                        .filter(type -> !type.startsWith("sync."))
                        .toList());
        assertThat(types()).allSatisfy(type -> assertThat(type.schema().at("/properties/data/required"))
                .extracting(JsonNode::asText)
                .doesNotContain("externalCodes"));
    }

    /** As much of JSON Schema as the catalogue uses. */
    private static void assertFits(JsonNode value, JsonNode schema, String at) {
        if (schema.has("const")) {
            assertThat(value).as(at).isEqualTo(schema.get("const"));
        }
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(at).contains(value);
        }
        if (schema.has("type")) {
            List<String> allowed = schema.get("type").isArray()
                    ? StreamSupport.stream(schema.get("type").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList()
                    : List.of(schema.get("type").asText());
            assertThat(allowed).as(at).contains(kind(value));
        }
        schema.path("required")
                .forEach(name ->
                        assertThat(value.has(name.asText())).as(at + "." + name).isTrue());
        if (schema.has("properties")) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                JsonNode property = schema.get("properties").path(member.getKey());
                assertThat(property.isObject()).as(at + "." + member.getKey()).isTrue();
                assertThat(property.has("description")
                                || !property.path("type").isTextual()
                                || property.path("type").asText().equals("object"))
                        .as("description of " + at + "." + member.getKey())
                        .isTrue();
                assertFits(member.getValue(), property, at + "." + member.getKey());
            }
        }
        if (schema.has("additionalProperties")) {
            value.properties()
                    .forEach(member -> assertFits(
                            member.getValue(), schema.get("additionalProperties"), at + "." + member.getKey()));
        }
        if (schema.has("items")) {
            value.forEach(item -> assertFits(item, schema.get("items"), at + "[]"));
        }
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "integer";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "null";
        };
    }
}
