package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Reason;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.Reconciliations;
import io.oka.keycloak.sync.SourceOfTruth;
import io.oka.keycloak.sync.SyncProvider;
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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** {@code /admin/realms/{realm}/sync/reconciliations/drift}: where the two sides differ, for operators. */
@Tag(name = "Reconciliations")
public final class DriftResource {

    private final Operator operator;
    private final Reconciliations reconciliations;

    DriftResource(Operator operator) {
        this.operator = operator;
        this.reconciliations = SyncProvider.of(operator.session()).reconciliations();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listDrift",
            summary = "Differences, newest first",
            description = "One difference stands once, however many comparisons see it.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DriftPageRepresentation.class)))
    public Response list(
            @Parameter(description = "How far they are, such as `open`") @QueryParam("state") @Nullable String state,
            @Parameter(description = "How the two sides differ, such as `stale`") @QueryParam("kind") @Nullable
                    String kind,
            @Parameter(description = "`low`, `medium` or `high`") @QueryParam("severity") @Nullable String severity,
            @Parameter(description = "The other system") @QueryParam("agentSystem") @Nullable String agentSystem,
            @Parameter(description = "`tenant` or `subscription`") @QueryParam("entity") @Nullable String entity,
            @Parameter(description = "The other system's code of the customer") @QueryParam("externalCode") @Nullable
                    String externalCode,
            @Parameter(description = "The tenant that it is about") @QueryParam("tenantId") @Nullable String tenantId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        Drift.Filter filter =
                ReconciliationInput.filter(state, kind, severity, agentSystem, entity, externalCode, tenantId);
        List<DriftRepresentation> found = reconciliations.drift(operator.realm(), filter, page).stream()
                .map(DriftRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, DriftRepresentation::id)).build();
    }

    @GET
    @Path("{driftId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getDrift",
            summary = "A difference",
            description =
                    "With its record: what was found and done, when and by whom. The record is only ever added to.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DriftRepresentation.class)))
    public Response get(@PathParam("driftId") String id) {
        operator.requireView();
        return answer(require(id));
    }

    @POST
    @Path("{driftId}/approve")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "approveDrift",
            summary = "Do as the source of truth says",
            description = "Where that is the other system, what it says is applied here by a job of our own: a customer"
                    + " that it no longer has is deleted here, and can be restored. Where it is this one, the other is"
                    + " asked to set it right: `sync.correction_requested` stands among the changes that its agents"
                    + " fetch.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DriftRepresentation.class)))
    @APIResponse(responseCode = "409", description = "drift_ended, drift_approved, not_fixable")
    public Response approve(@PathParam("driftId") String id) {
        operator.requireManage();
        return answer(reconciliations.approve(operator.realm(), require(id), null));
    }

    @POST
    @Path("{driftId}/fix")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "fixDrift",
            summary = "Set a difference right, whatever the source of truth says",
            description = "Like an approval, with the side that is right this time.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = DriftFixRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DriftRepresentation.class)))
    @APIResponse(responseCode = "409", description = "drift_ended, drift_approved, not_fixable")
    public Response fix(@PathParam("driftId") String id, InputStream body) {
        operator.requireManage();
        SourceOfTruth right = right(
                JsonBody.readOptional(body).as(DriftFixRepresentation.class).sourceOfTruth());
        return answer(reconciliations.approve(operator.realm(), require(id), right));
    }

    @POST
    @Path("{driftId}/ignore")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "ignoreDrift",
            summary = "Let a difference stand",
            description =
                    "As it stands: it opens again once one of the two values changes, or at the time that is said.")
    @RequestBody(content = @Content(schema = @Schema(implementation = DriftIgnoreRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DriftRepresentation.class)))
    @APIResponse(responseCode = "409", description = "drift_ended, drift_approved")
    public Response ignore(@PathParam("driftId") String id, InputStream body) {
        operator.requireManage();
        DriftIgnoreRepresentation wanted = JsonBody.read(body).as(DriftIgnoreRepresentation.class);
        String reason = Reason.required(wanted.reason());
        Instant until = ReconciliationInput.until(wanted.until(), now());
        return answer(reconciliations.ignore(operator.realm(), require(id), reason, until));
    }

    @POST
    @Path("approve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "approveDrifts",
            summary = "Do as the source of truth says, of many",
            description = "All that are open, or those that the filter means; oldest first, at most 2500 in one call.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = DriftApproveAllRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DriftBatchRepresentation.class)))
    public Response approveAll(InputStream body) {
        operator.requireManage();
        Drift.Filter filter = DriftFilterRepresentation.of(JsonBody.readOptional(body)
                .as(DriftApproveAllRepresentation.class)
                .filter());
        return answer(reconciliations.approve(operator.realm(), filter, null));
    }

    @POST
    @Path("fix")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "fixDrifts",
            summary = "Set many differences right, whatever the source of truth says",
            description = "All that are open, or those that the filter means; oldest first, at most 2500 in one call.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = DriftFixAllRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DriftBatchRepresentation.class)))
    public Response fixAll(InputStream body) {
        operator.requireManage();
        DriftFixAllRepresentation wanted = JsonBody.readOptional(body).as(DriftFixAllRepresentation.class);
        return answer(reconciliations.approve(
                operator.realm(), DriftFilterRepresentation.of(wanted.filter()), right(wanted.sourceOfTruth())));
    }

    @POST
    @Path("ignore")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "ignoreDrifts",
            summary = "Let many differences stand",
            description = "All that are open, or those that the filter means; oldest first, at most 2500 in one call.")
    @RequestBody(content = @Content(schema = @Schema(implementation = DriftIgnoreAllRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DriftBatchRepresentation.class)))
    public Response ignoreAll(InputStream body) {
        operator.requireManage();
        DriftIgnoreAllRepresentation wanted = JsonBody.read(body).as(DriftIgnoreAllRepresentation.class);
        String reason = Reason.required(wanted.reason());
        Instant until = ReconciliationInput.until(wanted.until(), now());
        Drift.Filter filter = DriftFilterRepresentation.of(wanted.filter());
        return answer(reconciliations.ignore(operator.realm(), filter, reason, until));
    }

    private static SourceOfTruth right(@Nullable SourceOfTruth said) {
        return Objects.requireNonNullElse(said, SourceOfTruth.REMOTE);
    }

    private Drift require(String id) {
        Drift found = reconciliations.drift(operator.realm(), id);
        if (found == null) {
            throw Problem.notFound().asException();
        }
        return found;
    }

    private Response answer(Drift drift) {
        return Answers.ok(DriftRepresentation.of(drift, reconciliations.record(operator.realm(), drift)))
                .build();
    }

    private static Response answer(Drift.Batch batch) {
        return Answers.ok(DriftBatchRepresentation.of(batch)).build();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
