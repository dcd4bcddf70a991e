package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.webhooks.catalogue.EventCatalogue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /realms/{realm}/webhooks}: what endpoints can be told of, the same for all who are known. */
@Tag(name = "Webhook events", description = "What endpoints can be told of")
public final class RealmWebhooksResource {

    RealmWebhooksResource() {}

    @GET
    @Path("event-types")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listWebhookEventTypes",
            summary = "The catalogue of events",
            description = "For people and services of the realm. Each type with a JSON schema of the whole body, and an"
                    + " example.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = EventTypeRepresentation.class)))
    @APIResponse(responseCode = "403", description = "api_key_not_allowed")
    public Response eventTypes() {
        return Answers.ok(EventCatalogue.types().stream()
                        .map(EventTypeRepresentation::of)
                        .toList())
                .build();
    }
}
