package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.Reconciliation;
import io.oka.keycloak.sync.Reconciliations;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /admin/realms/{realm}/sync/reconciliations}: comparisons of the two sides, for operators. */
@Tag(name = "Reconciliations", description = "Where another system and this one differ, and what is done about it")
public final class ReconciliationsResource {

    private final Operator operator;
    private final Reconciliations reconciliations;

    ReconciliationsResource(Operator operator) {
        this.operator = operator;
        this.reconciliations = SyncProvider.of(operator.session()).reconciliations();
    }

    @Path("drift")
    public DriftResource drift() {
        return new DriftResource(operator);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listReconciliations",
            summary = "Comparisons, newest first",
            description = "Those that operators began, and those that agents did.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ReconciliationPageRepresentation.class)))
    public Response list(
            @Parameter(description = "The system that was compared") @QueryParam("agentSystem") @Nullable
                    String agentSystem,
            @Parameter(description = "How far it is: `waiting`, `comparing`, `done`, `failed` or `cancelled`")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        List<ReconciliationRepresentation> found = reconciliations
                .list(operator.realm(), ReconciliationInput.orNull(agentSystem), ReconciliationInput.state(state), page)
                .stream()
                .map(ReconciliationRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, ReconciliationRepresentation::id)).build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startReconciliation",
            summary = "Compare the two sides",
            description =
                    "An agent of the system learns of it with its next heartbeat (`work.reconciliations`) and sends"
                            + " all that its system has in pages, as jobs of type `reconcile.snapshot`: first count and hash of"
                            + " each page, then the items of those that differ. One of a system at a time. "
                            + SnapshotRecipe.TEXT)
    @RequestBody(content = @Content(schema = @Schema(implementation = NewReconciliationRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ReconciliationRepresentation.class)))
    @APIResponse(responseCode = "409", description = "reconciliation_open")
    public Response start(InputStream in) {
        operator.requireManage();
        JsonBody body = JsonBody.read(in);
        return IdempotencyKeys.run(
                operator.session(), operator.realm(), operator.key(), body.bytes(), () -> started(body));
    }

    private Response started(JsonBody body) {
        NewReconciliationRepresentation wanted = body.as(NewReconciliationRepresentation.class);
        Reconciliation begun = reconciliations.start(
                operator.realm(),
                ReconciliationInput.system(wanted.agentSystem()),
                ReconciliationInput.fields(wanted),
                operator.userId());
        return Answers.created(operator.session().getContext().getUri(), begun.id(), withProgress(begun))
                .build();
    }

    @GET
    @Path("{reconciliationId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getReconciliation",
            summary = "A comparison",
            description =
                    "With how far each entity is, which pages are wanted with their items, and which codes no page"
                            + " has covered.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ReconciliationRepresentation.class)))
    public Response get(@PathParam("reconciliationId") String id) {
        operator.requireView();
        return Answers.ok(withProgress(require(id))).build();
    }

    @POST
    @Path("{reconciliationId}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelReconciliation",
            summary = "End a comparison",
            description = "What it has found stands; pages that still come for it are skipped, and say so.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ReconciliationRepresentation.class)))
    @APIResponse(responseCode = "409", description = "reconciliation_ended")
    public Response cancel(@PathParam("reconciliationId") String id) {
        operator.requireManage();
        return Answers.ok(withProgress(reconciliations.cancel(operator.realm(), require(id))))
                .build();
    }

    @GET
    @Path("{reconciliationId}/drift")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listDriftOfReconciliation",
            summary = "The differences that a comparison saw, newest first",
            description = "As they stand now, those that have ended since included.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DriftPageRepresentation.class)))
    public Response driftOf(
            @PathParam("reconciliationId") String id,
            @Parameter(description = "How far they are, such as `open`") @QueryParam("state") @Nullable String state,
            @Parameter(description = "How the two sides differ, such as `stale`") @QueryParam("kind") @Nullable
                    String kind,
            @Parameter(description = "`low`, `medium` or `high`") @QueryParam("severity") @Nullable String severity,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        Drift.Filter filter = ReconciliationInput.filter(state, kind, severity, null, null, null, null)
                .seenBy(require(id));
        List<DriftRepresentation> found = reconciliations.drift(operator.realm(), filter, page).stream()
                .map(DriftRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, DriftRepresentation::id)).build();
    }

    @GET
    @Path("{reconciliationId}/report.csv")
    @Produces("text/csv")
    @Operation(
            operationId = "getReconciliationReport",
            summary = "The differences that a comparison saw, as CSV",
            description = "Oldest first, all of them. A cell that a spreadsheet would take for a formula begins with an"
                    + " apostrophe.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)))
    public Response report(@PathParam("reconciliationId") String id) {
        operator.requireView();
        Drift.Filter filter = Drift.Filter.ALL.seenBy(require(id));
        DriftReport report = new DriftReport(
                operator.session().getKeycloakSessionFactory(), operator.realm().getId(), filter);
        return Response.ok(report, "text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"reconciliation-" + id + ".csv\"")
                .build();
    }

    private Reconciliation require(String id) {
        Reconciliation found = reconciliations.get(operator.realm(), id);
        if (found == null) {
            throw Problem.notFound().asException();
        }
        return found;
    }

    private ReconciliationRepresentation withProgress(Reconciliation one) {
        return ReconciliationRepresentation.of(one, reconciliations.progress(operator.realm(), one));
    }
}
