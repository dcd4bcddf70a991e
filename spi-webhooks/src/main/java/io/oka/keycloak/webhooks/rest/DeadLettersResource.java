package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Reason;
import io.oka.keycloak.common.http.TimeParameter;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.webhooks.DeadLetters;
import io.oka.keycloak.webhooks.WebhookDelivery;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /admin/realms/{realm}/webhooks/dead-letters}: deliveries that were given up, of all endpoints of the realm. */
@Tag(name = "Dead letters", description = "Deliveries that were given up, of all endpoints of a realm")
public final class DeadLettersResource {

    private final WebhookAccess.OfRealm access;
    private final DeadLetters letters;

    DeadLettersResource(WebhookAccess.OfRealm access) {
        this.access = access;
        this.letters = access.webhooks().deadLetters();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listDeadLetters",
            summary = "Deliveries that were given up, newest first",
            description = "One is a dead letter until its event is sent to its endpoint again, somebody discards it, or"
                    + " its time is up.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeliveryPageRepresentation.class)))
    public Response list(
            @Parameter(description = "The event's type") @QueryParam("type") @Nullable String type,
            @Parameter(description = "The endpoint's tenant") @QueryParam("tenantId") @Nullable String tenantId,
            @Parameter(description = "The endpoint") @QueryParam("endpointId") @Nullable String endpointId,
            @Parameter(
                            description = "Given up from this time on",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = "Given up before this time",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("to")
                    @Nullable
                    String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        access.requireRead();
        CursorPage page = CursorPage.of(cursor, limit);
        DeadLetters.Filter filter = new DeadLetters.Filter(
                type, tenantId, endpointId, TimeParameter.of("from", from), TimeParameter.of("to", to));
        List<DeliveryRepresentation> found = letters.list(access.realm(), filter, page).stream()
                .map(DeliveryRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, DeliveryRepresentation::id)).build();
    }

    @POST
    @Path("{deliveryId}/replay")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeadLetter",
            summary = "Send a dead letter again",
            description = "It makes another delivery, of the same `webhook-id` and the same body, and is no dead letter"
                    + " any more.")
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = DeliveryRepresentation.class)))
    @APIResponse(responseCode = "409", description = "delivery_open, event_gone")
    public Response replay(@PathParam("deliveryId") String id) {
        access.requireChange();
        return IdempotencyKeys.run(
                access.session(), access.realm(), access.callerKey(), new byte[0], () -> replayed(id));
    }

    private Response replayed(String id) {
        WebhookDelivery made = letters.replay(access.realm(), require(id));
        String place = made.tenantId() == null
                ? "../../" + made.endpointId()
                : "../../../tenants/" + made.tenantId() + "/webhooks/" + made.endpointId();
        return DeliveryAnswers.created(access.session(), place + "/deliveries/", made);
    }

    @POST
    @Path("replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Send dead letters again",
            description =
                    "All of them, or those that the filter means; oldest first, at most 5000 in one call. What is on"
                            + " its way already is left alone.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = DeadLetterFilterRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeliveryBatchRepresentation.class)))
    public Response replayAll(InputStream body) {
        access.requireChange();
        DeadLetters.Filter filter = JsonBody.readOptional(body)
                .as(DeadLetterFilterRepresentation.class)
                .filter();
        return Answers.ok(DeliveryBatchRepresentation.of(letters.replay(access.realm(), filter)))
                .build();
    }

    @POST
    @Path("{deliveryId}/discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "discardDeadLetter",
            summary = "Give a dead letter up for good",
            description = "It is cancelled then, and says why.")
    @RequestBody(content = @Content(schema = @Schema(implementation = DiscardRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeliveryRepresentation.class)))
    @APIResponse(responseCode = "409", description = "not_a_dead_letter")
    public Response discard(@PathParam("deliveryId") String id, InputStream body) {
        access.requireChange();
        String reason = Reason.required(
                JsonBody.read(body).as(DiscardRepresentation.class).reason());
        return Answers.ok(DeliveryRepresentation.of(letters.discard(access.realm(), require(id), reason)))
                .build();
    }

    @POST
    @Path("discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "discardDeadLetters",
            summary = "Give dead letters up for good",
            description = "All of them, or those that the filter means; oldest first, at most 5000 in one call.")
    @RequestBody(content = @Content(schema = @Schema(implementation = DiscardAllRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeliveryBatchRepresentation.class)))
    public Response discardAll(InputStream body) {
        access.requireChange();
        DiscardAllRepresentation wanted = JsonBody.read(body).as(DiscardAllRepresentation.class);
        String reason = Reason.required(wanted.reason());
        return Answers.ok(DeliveryBatchRepresentation.of(letters.discard(access.realm(), wanted.filter(), reason)))
                .build();
    }

    private WebhookDelivery require(String id) {
        WebhookDelivery letter = letters.get(access.realm(), id);
        if (letter == null) {
            throw Problem.notFound().asException();
        }
        return letter;
    }
}
