package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookEndpoints;
import io.oka.keycloak.webhooks.WebhookScope;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /admin/realms/{realm}/webhooks}: the realm's own endpoints, and what operators do about those of whomever in the
 * realm.
 */
@Tag(name = "Webhooks")
public final class OperatorWebhooksResource extends WebhooksResource {

    private final WebhookAccess.OfRealm access;

    OperatorWebhooksResource(WebhookAccess.OfRealm access) {
        super(access);
        this.access = access;
    }

    @Path("dead-letters")
    public DeadLettersResource deadLetters() {
        return new DeadLettersResource(access);
    }

    @POST
    @Path("{webhookId}/pause")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "pauseWebhook",
            summary = "Stop deliveries to an endpoint for a while",
            description =
                    "Also to a tenant's. What comes is held for it. Its admins see that it is paused, and cannot end"
                            + " it.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    public Response pause(@PathParam("webhookId") String id) {
        return setPaused(id, true);
    }

    @POST
    @Path("{webhookId}/resume")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "resumeWebhook",
            summary = "End a pause",
            description = "Also of a tenant's endpoint. What was held is delivered.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    public Response resume(@PathParam("webhookId") String id) {
        return setPaused(id, false);
    }

    private Response setPaused(String id, boolean paused) {
        access.requireChange();
        WebhookEndpoints endpoints = access.webhooks().endpoints();
        WebhookScope scope = endpoints.scopeOf(access.realm(), id);
        WebhookEndpoint held = scope == null ? null : endpoints.lock(scope, id);
        if (scope == null || held == null) {
            throw Problem.notFound().asException();
        }
        WebhookEndpoint now = paused ? endpoints.pause(scope, held) : endpoints.resume(scope, held);
        return Answers.ok(WebhookRepresentation.of(now), now.version()).build();
    }
}
