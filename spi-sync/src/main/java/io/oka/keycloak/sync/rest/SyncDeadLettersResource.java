package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Reason;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.SyncDeadLetter;
import io.oka.keycloak.sync.SyncDeadLetters;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/** {@code /admin/realms/{realm}/sync/dead-letters}: items that were given up, of all systems of the realm. */
@Tag(name = "Sync dead letters", description = "Items of jobs that were given up, of all systems of a realm")
public final class SyncDeadLettersResource {

    private final Operator operator;
    private final SyncDeadLetters letters;

    SyncDeadLettersResource(Operator operator) {
        this.operator = operator;
        this.letters = SyncProvider.of(operator.session()).deadLetters();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSyncDeadLetters",
            summary = "Items that were given up, newest first",
            description = "One is a dead letter until it is tried again, or somebody discards it. It is never removed"
                    + " before.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterPageRepresentation.class)))
    public Response list(
            @Parameter(description = "Why they were given up, such as `malformed`") @QueryParam("errorClass") @Nullable
                    String errorClass,
            @Parameter(description = "The system whose agent sent them") @QueryParam("agentSystem") @Nullable
                    String agentSystem,
            @Parameter(description = "The type of their job") @QueryParam("type") @Nullable String type,
            @Parameter(description = "The other system's code of the customer") @QueryParam("externalCode") @Nullable
                    String externalCode,
            @Parameter(description = "The job that they came with") @QueryParam("jobId") @Nullable String jobId,
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
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        SyncDeadLetters.Filter filter =
                SyncDeadLetterInput.filter(errorClass, agentSystem, type, externalCode, jobId, from, to);
        List<SyncDeadLetterRepresentation> found = letters.list(operator.realm(), filter, page).stream()
                .map(SyncDeadLetterRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, SyncDeadLetterRepresentation::id)).build();
    }

    @GET
    @Path("summary")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "summarizeSyncDeadLetters",
            summary = "How many were given up, and why",
            description = "By class of error: how many there are, and when the oldest and the newest were given up.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterSummaryRepresentation.class)))
    public Response summary(
            @Parameter(description = "The system whose agent sent them") @QueryParam("agentSystem") @Nullable
                    String agentSystem,
            @Parameter(description = "The type of their job") @QueryParam("type") @Nullable String type) {
        operator.requireView();
        SyncDeadLetters.Filter filter = SyncDeadLetterInput.filter(null, agentSystem, type, null, null, null, null);
        return Answers.ok(SyncDeadLetterSummaryRepresentation.of(letters.summary(operator.realm(), filter)))
                .build();
    }

    @GET
    @Path("{deadLetterId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getSyncDeadLetter",
            summary = "An item that was given up",
            description = "With what stands in it, as it is tried and, if somebody edited it, as it was sent.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterRepresentation.class)))
    public Response get(@PathParam("deadLetterId") String id) {
        operator.requireView();
        return answer(orNotFound(letters.get(operator.realm(), id)));
    }

    @PATCH
    @Path("{deadLetterId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "editSyncDeadLetter",
            summary = "Set right what is wrong with an item",
            description = "It is held to what a job is held to, keeps what was sent, and stays a dead letter until it"
                    + " is replayed.")
    @RequestBody(content = @Content(schema = @Schema(implementation = SyncDeadLetterEditRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterRepresentation.class)))
    @APIResponse(responseCode = "412", description = "precondition_failed")
    public Response edit(@PathParam("deadLetterId") String id, InputStream body) {
        operator.requireManage();
        Patch patch = JsonBody.read(body).asPatch();
        SyncDeadLetter.Details held = hold(id);
        SyncDeadLetters.Edit edit = SyncDeadLetterInput.edit(held.letter().type(), patch);
        return answer(letters.edit(operator.realm(), held, edit, operator.userId()));
    }

    @POST
    @Path("{deadLetterId}/replay")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaySyncDeadLetter",
            summary = "Try an item again",
            description = "At once, and as often as a new one. If a newer version was applied since, it is skipped.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterRepresentation.class)))
    @APIResponse(responseCode = "409", description = "job_cancelled, malformed")
    public Response replay(@PathParam("deadLetterId") String id) {
        operator.requireManage();
        return answer(letters.replay(operator.realm(), hold(id)));
    }

    @POST
    @Path("replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaySyncDeadLetters",
            summary = "Try items again",
            description = "All of them, or those that the filter means; oldest first, at most 5000 in one call, so many"
                    + " a second, and after those that are being replayed already. What is malformed as it came stays,"
                    + " and so do items of cancelled jobs.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = SyncDeadLetterReplayRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterBatchRepresentation.class)))
    public Response replayAll(InputStream body) {
        operator.requireManage();
        SyncDeadLetterReplayRepresentation wanted =
                JsonBody.readOptional(body).as(SyncDeadLetterReplayRepresentation.class);
        int rate = SyncDeadLetterInput.rate(wanted.ratePerSecond());
        return answer(letters.replay(operator.realm(), wanted.filter(), rate));
    }

    @POST
    @Path("{deadLetterId}/discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "discardSyncDeadLetter",
            summary = "Give an item up for good",
            description = "It stays with its job, and says why.")
    @RequestBody(content = @Content(schema = @Schema(implementation = SyncDeadLetterDiscardRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterRepresentation.class)))
    public Response discard(@PathParam("deadLetterId") String id, InputStream body) {
        operator.requireManage();
        String reason = Reason.required(JsonBody.read(body)
                .as(SyncDeadLetterDiscardRepresentation.class)
                .reason());
        return answer(letters.discard(operator.realm(), hold(id), reason));
    }

    @POST
    @Path("discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "discardSyncDeadLetters",
            summary = "Give items up for good",
            description = "All of them, or those that the filter means; oldest first, at most 5000 in one call.")
    @RequestBody(content = @Content(schema = @Schema(implementation = SyncDeadLetterDiscardAllRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncDeadLetterBatchRepresentation.class)))
    public Response discardAll(InputStream body) {
        operator.requireManage();
        SyncDeadLetterDiscardAllRepresentation wanted =
                JsonBody.read(body).as(SyncDeadLetterDiscardAllRepresentation.class);
        String reason = Reason.required(wanted.reason());
        return answer(letters.discard(operator.realm(), wanted.filter(), reason));
    }

    private SyncDeadLetter.Details hold(String id) {
        SyncDeadLetter.Details held = orNotFound(letters.lock(operator.realm(), id));
        EntityTags.requireMatch(
                operator.session().getContext().getRequestHeaders(),
                held.letter().revision());
        return held;
    }

    private static SyncDeadLetter.Details orNotFound(SyncDeadLetter.@Nullable Details found) {
        if (found == null) {
            throw Problem.notFound().asException();
        }
        return found;
    }

    private static Response answer(SyncDeadLetter.Details details) {
        return Answers.ok(
                        SyncDeadLetterRepresentation.of(details),
                        details.letter().revision())
                .build();
    }

    private static Response answer(SyncDeadLetters.Batch batch) {
        return Answers.ok(SyncDeadLetterBatchRepresentation.of(batch)).build();
    }
}
