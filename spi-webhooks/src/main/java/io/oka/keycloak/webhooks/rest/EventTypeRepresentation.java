package io.oka.keycloak.webhooks.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.webhooks.catalogue.EventType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A kind of event. */
@Schema(name = "WebhookEventType")
record EventTypeRepresentation(
        @Schema(examples = "tenant.created") String type,
        String description,

        @Schema(type = SchemaType.OBJECT, description = "JSON Schema 2020-12 of the whole body")
        JsonNode schema,

        @Schema(type = SchemaType.OBJECT, description = "A whole body")
        JsonNode example) {

    static EventTypeRepresentation of(EventType type) {
        return new EventTypeRepresentation(type.type(), type.description(), type.schema(), type.example());
    }
}
