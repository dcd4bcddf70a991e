package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.webhooks.WebhookDeliveries;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookEndpoints;
import io.oka.keycloak.webhooks.WebhookTerms;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.common.util.Time;

/** {@code …/webhooks/{webhookId}}: one endpoint. */
@Tag(name = "Webhooks")
public final class WebhookResource {

    private final WebhookAccess access;
    private final WebhookEndpoints endpoints;
    private final WebhookDeliveries deliveries;
    private final String id;

    WebhookResource(WebhookAccess access, String id) {
        this.access = access;
        this.endpoints = access.webhooks().endpoints();
        this.deliveries = access.webhooks().deliveries();
        this.id = id;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getWebhook",
            summary = "One endpoint",
            description =
                    "Of members, this needs the role admin. Secret and values of headers are masked. How deliveries"
                            + " go is in the answer as well, and does not change its ETag.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    public Response get() {
        access.requireRead();
        return answer(access.require(id));
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "patchWebhook",
            summary = "Change an endpoint",
            description = "Of members, this needs the role admin. What is absent stays as it is.")
    @RequestBody(content = @Content(schema = @Schema(implementation = WebhookPatchRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    @APIResponse(responseCode = "412")
    public Response patch(@Context HttpHeaders headers, InputStream body) {
        access.requireChange();
        Patch patch = JsonBody.read(body).asPatch();
        WebhookEndpoint held = access.hold(id, headers);
        return answer(endpoints.update(
                access.scope(), held, WebhookInput.patched(patch, held, access.targets(), access.isOfRealm())));
    }

    @DELETE
    @Operation(
            operationId = "deleteWebhook",
            summary = "Remove an endpoint",
            description = "Of members, this needs the role admin. What waits for it is never delivered.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "412")
    public Response delete(@Context HttpHeaders headers) {
        access.requireChange();
        endpoints.delete(access.scope(), access.hold(id, headers));
        return Answers.noContent();
    }

    @POST
    @Path("activate")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "activateWebhook",
            summary = "Tell an endpoint again what happens",
            description = "Of members, this needs the role admin. Its failures are forgotten, and what was held for it"
                    + " is delivered.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    @APIResponse(responseCode = "412")
    public Response activate(@Context HttpHeaders headers) {
        return setActive(headers, true);
    }

    @POST
    @Path("deactivate")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "deactivateWebhook",
            summary = "Tell an endpoint nothing for now",
            description = "Of members, this needs the role admin. What waits for it is held.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    @APIResponse(responseCode = "412")
    public Response deactivate(@Context HttpHeaders headers) {
        return setActive(headers, false);
    }

    @POST
    @Path("secret/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Take another secret",
            description =
                    "Of members, this needs the role admin. The answer holds the new secret. Until the overlap ends,"
                            + " messages are signed with both, the newer first. An Idempotency-Key is heeded.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = SecretRotationRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    @APIResponse(responseCode = "412")
    public Response rotateSecret(@Context HttpHeaders headers, InputStream body) {
        access.requireChange();
        JsonBody json = JsonBody.readOptional(body);
        // It answers 200, since it makes no address; repeating it would take yet another secret all the same.
        return IdempotencyKeys.run(
                access.session(),
                access.scope().realm(),
                access.callerKey(),
                json.bytes(),
                () -> rotateSecret(headers, json));
    }

    private Response rotateSecret(HttpHeaders headers, JsonBody json) {
        SecretRotationRepresentation wanted = json.as(SecretRotationRepresentation.class);
        Duration overlap = WebhookInput.overlap(wanted);
        SigningSecret secret = WebhookInput.secret(wanted.secret());
        WebhookEndpoint now = endpoints.rotateSecret(access.scope(), access.hold(id, headers), secret, overlap);
        return Answers.ok(WebhookRepresentation.of(now, secret), now.version()).build();
    }

    @Path("deliveries")
    public DeliveriesResource deliveries() {
        return new DeliveriesResource(access, id);
    }

    @POST
    @Path("test")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "testWebhook",
            summary = "Try an endpoint",
            description =
                    "Of members, this needs the role admin. Sends a `webhook.test`, whose data say `\"test\": true`,"
                            + " to this endpoint alone, whatever events it asks for.")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = DeliveryRepresentation.class)))
    @APIResponse(responseCode = "409", description = "webhook_inactive, webhook_paused, tenant_deleted")
    public Response test() {
        access.requireChange();
        return IdempotencyKeys.run(
                access.session(),
                access.scope().realm(),
                access.callerKey(),
                new byte[0],
                () -> DeliveryAnswers.created(
                        access.session(), "deliveries/", deliveries.test(access.scope(), access.require(id))));
    }

    @POST
    @Path("recover")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recoverWebhook",
            summary = "Send what an endpoint has missed",
            description =
                    "Of members, this needs the role admin. Each event of a time that the endpoint wants, that did"
                            + " not arrive and that is not on its way, is sent again, oldest first.")
    @RequestBody(content = @Content(schema = @Schema(implementation = RecoveryRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeliveryBatchRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    public Response recover(InputStream body) {
        access.requireChange();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(
                access.session(), access.scope().realm(), access.callerKey(), json.bytes(), () -> recover(json));
    }

    private Response recover(JsonBody json) {
        WebhookEndpoint endpoint = access.require(id);
        DeliveryInput.Window window = DeliveryInput.window(
                json.as(RecoveryRepresentation.class),
                Instant.ofEpochMilli(Time.currentTimeMillis()),
                deliveries.recoverable());
        return Answers.ok(DeliveryBatchRepresentation.of(
                        deliveries.recover(access.scope(), endpoint, window.since(), window.until())))
                .build();
    }

    @GET
    @Path("stats")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getWebhookStats",
            summary = "How deliveries to an endpoint go",
            description = "Of members, this needs the role admin.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WebhookStatsRepresentation.class)))
    public Response stats() {
        access.requireRead();
        return Answers.ok(WebhookStatsRepresentation.of(deliveries.stats(access.scope(), access.require(id))))
                .build();
    }

    private Response setActive(HttpHeaders headers, boolean active) {
        access.requireChange();
        WebhookEndpoint held = access.hold(id, headers);
        if (held.active() == active) {
            return answer(held);
        }
        return answer(endpoints.update(
                access.scope(),
                held,
                new WebhookTerms(
                        held.url(),
                        held.events(),
                        held.description(),
                        active,
                        null,
                        held.format(),
                        held.ordered(),
                        held.ratePerSecond())));
    }

    private static Response answer(WebhookEndpoint endpoint) {
        return Answers.ok(WebhookRepresentation.of(endpoint), endpoint.version())
                .build();
    }
}
