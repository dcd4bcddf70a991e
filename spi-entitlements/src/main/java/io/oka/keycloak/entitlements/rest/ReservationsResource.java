package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.quota.Outcome;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.entitlements.quota.UsageProblems;
import io.oka.keycloak.entitlements.quota.UsageProvider;
import io.oka.keycloak.tenants.rest.TenantContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code …/usage/reservations}: units that are held until it is known how many of them were used. */
@Tag(name = "Usage")
public final class ReservationsResource {

    private final TenantContext context;
    private final UsageProvider usage;

    ReservationsResource(TenantContext context) {
        this.context = context;
        this.usage = context.session().getProvider(UsageProvider.class);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "reserveUsage",
            summary = "Hold units",
            description =
                    "Needs the service role record-usage, of API keys the scope usage:write, or of members the role admin. They count as used until the"
                            + " reservation is committed or released, or expires; when they are committed, they count in the"
                            + " windows in which they were reserved.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewReservationRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ReservationRepresentation.class)))
    @APIResponse(responseCode = "403", description = "insufficient_scope, foreign_subject")
    @APIResponse(responseCode = "422", description = "idempotency_key_reused")
    @APIResponse(responseCode = "429", description = "quota_exceeded")
    public Response reserve(InputStream body) {
        UsageAccess.requireRecording(context);
        NewReservationRepresentation wanted = JsonBody.read(body).as(NewReservationRepresentation.class);
        QuotaRequest request = UsageInput.reservation(context, wanted);
        Outcome outcome = usage.reserve(context.realm(), request, UsageInput.ttl(wanted));
        if (outcome instanceof Outcome.Exceeded exceeded) {
            throw RateLimits.exceeded(exceeded.quota(), usage.now()).asException();
        }
        if (!(outcome instanceof Outcome.Done done) || done.reservation() == null) {
            throw UsageProblems.keyReused().asException();
        }
        ReservationRepresentation made = new ReservationRepresentation(
                done.reservation().id(),
                Objects.requireNonNull(request.service()),
                request.quantity(),
                done.reservation().expiresAt(),
                done.duplicate(),
                QuotaRepresentation.of(done.quota()));
        return RateLimits.on(
                        Answers.created(context.session().getContext().getUri(), made.id(), made),
                        done.quota(),
                        usage.now())
                .build();
    }

    @POST
    @Path("{reservationId}/commit")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "commitReservation",
            summary = "Use what is held, or part of it",
            description =
                    "Needs the service role record-usage, of API keys the scope usage:write, or of members the role admin. What is left over is free"
                            + " again. There is only what a key has reserved itself, for that key. The same twice is answered twice and counted once.")
    @RequestBody(content = @Content(schema = @Schema(implementation = CommittedQuantityRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = RecordedUsageRepresentation.class)))
    @APIResponse(responseCode = "403", description = "insufficient_scope")
    @APIResponse(responseCode = "409", description = "reservation_committed, reservation_released, reservation_expired")
    public Response commit(
            @Parameter(description = "The reservation's id") @PathParam("reservationId") String id, InputStream body) {
        UsageAccess.requireRecording(context);
        long quantity = UsageInput.committed(JsonBody.read(body).as(CommittedQuantityRepresentation.class));
        Outcome outcome = usage.commit(context.realm(), context.tenantId(), context.apiKeyId(), id, quantity);
        if (outcome instanceof Outcome.Done done) {
            return RateLimits.on(
                            Answers.ok(RecordedUsageRepresentation.recorded(done.duplicate(), done.quota())),
                            done.quota(),
                            usage.now())
                    .build();
        }
        throw problem(outcome).asException();
    }

    @DELETE
    @Path("{reservationId}")
    @Operation(
            operationId = "releaseReservation",
            summary = "Give back what is held",
            description =
                    "Needs the service role record-usage, of API keys the scope usage:write, or of members the role admin.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "403", description = "insufficient_scope")
    @APIResponse(responseCode = "409", description = "reservation_committed")
    public Response release(@Parameter(description = "The reservation's id") @PathParam("reservationId") String id) {
        UsageAccess.requireRecording(context);
        Outcome outcome = usage.release(context.realm(), context.tenantId(), context.apiKeyId(), id);
        if (outcome instanceof Outcome.Done) {
            return Answers.noContent();
        }
        throw problem(outcome).asException();
    }

    private static Problem problem(Outcome outcome) {
        if (outcome instanceof Outcome.TooMuch tooMuch) {
            return Problem.invalid("quantity", "must not be more than the " + tooMuch.reserved() + " reserved");
        }
        return outcome instanceof Outcome.Ended ended
                ? Problem.conflict("reservation_" + ended.state(), "The reservation was " + ended.state())
                : Problem.notFound();
    }
}
