package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.webhooks.DeliveryDetails;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.WebhookDeliveries;
import io.oka.keycloak.webhooks.WebhookDelivery;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/webhooks/{webhookId}/deliveries}: what was sent to one endpoint, and what came of it. */
@Tag(name = "Webhook deliveries", description = "What was sent to endpoints, and what came of it")
public final class DeliveriesResource {

    private final WebhookAccess access;
    private final WebhookDeliveries deliveries;
    private final String webhookId;

    DeliveriesResource(WebhookAccess access, String webhookId) {
        this.access = access;
        this.deliveries = access.webhooks().deliveries();
        this.webhookId = webhookId;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listWebhookDeliveries",
            summary = "What was and will be sent to an endpoint, newest first",
            description =
                    "Of members, this needs the role admin. Deliveries are kept for 30 days after their end, or as"
                            + " long as the operator says.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeliveryPageRepresentation.class)))
    public Response list(
            @Parameter(description = "Only those in this state", schema = @Schema(implementation = DeliveryState.class))
                    @QueryParam("status")
                    @Nullable
                    String status,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        access.requireRead();
        CursorPage page = CursorPage.of(cursor, limit);
        DeliveryState state = DeliveryInput.state(status);
        List<DeliveryRepresentation> found =
                deliveries.list(access.scope(), access.require(webhookId), state, page).stream()
                        .map(DeliveryRepresentation::of)
                        .toList();
        return Answers.ok(page.answer(found, DeliveryRepresentation::id)).build();
    }

    @GET
    @Path("{deliveryId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getWebhookDelivery",
            summary = "One delivery, with its body and its attempts",
            description = "Of members, this needs the role admin.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeliveryRepresentation.class)))
    public Response get(@PathParam("deliveryId") String id) {
        access.requireRead();
        return Answers.ok(DeliveryRepresentation.of(require(access.require(webhookId), id)))
                .build();
    }

    @POST
    @Path("{deliveryId}/resend")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "resendWebhookDelivery",
            summary = "Send the event of a delivery again",
            description = "Of members, this needs the role admin. It makes another delivery, of the same `webhook-id`"
                    + " and the same body. For an endpoint that is told nothing for now it is held.")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = DeliveryRepresentation.class)))
    @APIResponse(responseCode = "409", description = "delivery_open, event_gone, tenant_deleted")
    public Response resend(@PathParam("deliveryId") String id) {
        access.requireChange();
        return IdempotencyKeys.run(
                access.session(), access.scope().realm(), access.callerKey(), new byte[0], () -> sendAgain(id));
    }

    private Response sendAgain(String id) {
        WebhookEndpoint endpoint = access.require(webhookId);
        WebhookDelivery delivery = require(endpoint, id).delivery();
        WebhookDelivery made = deliveries.resend(access.scope(), endpoint, delivery);
        return DeliveryAnswers.created(access.session(), "../", made);
    }

    private DeliveryDetails require(WebhookEndpoint endpoint, String id) {
        DeliveryDetails found = deliveries.get(access.scope(), endpoint, id);
        if (found == null) {
            throw Problem.notFound().asException();
        }
        return found;
    }
}
