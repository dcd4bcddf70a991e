package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobState;
import io.oka.keycloak.sync.Jobs;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /admin/realms/{realm}/sync/jobs}: what agents sent, for operators. */
@Tag(name = "Sync jobs", description = "What agents of all systems of a realm sent, and what became of it")
public final class JobsResource {

    private final Operator operator;
    private final Jobs jobs;

    JobsResource(Operator operator) {
        this.operator = operator;
        this.jobs = SyncProvider.of(operator.session()).jobs();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listOperatorSyncJobs",
            summary = "Jobs, newest first",
            description = "Of all systems of the realm, or narrowed, each with how far its items are.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorJobRepresentation.Page.class)))
    public Response list(
            @Parameter(description = "How far they are, such as `partial`") @QueryParam("state") @Nullable String state,
            @Parameter(description = "Their type, such as `tenant.upsert`") @QueryParam("type") @Nullable String type,
            @Parameter(description = "The system whose agent sent them") @QueryParam("agentSystem") @Nullable
                    String agentSystem,
            @Parameter(description = "The agent that sent them") @QueryParam("agentId") @Nullable String agentId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        Jobs.Filter filter = new Jobs.Filter(
                SyncDeadLetterInput.orNull(agentSystem),
                SyncDeadLetterInput.orNull(agentId),
                SyncDeadLetterInput.type(type),
                oneOf(JobState.class, state));
        List<OperatorJobRepresentation> found = jobs.list(operator.realm(), filter, page).stream()
                .map(OperatorJobRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, OperatorJobRepresentation::id)).build();
    }

    @GET
    @Path("{jobId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getOperatorSyncJob",
            summary = "A job",
            description = "With how many of its items are how far.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorJobRepresentation.class)))
    public Response get(@PathParam("jobId") String id) {
        operator.requireView();
        return answer(jobs.get(operator.realm(), id));
    }

    @GET
    @Path("{jobId}/items")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listOperatorSyncJobItems",
            summary = "A job's items, in the order in which they were sent",
            description = "Each with what became of it, and why.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorJobItemRepresentation.Page.class)))
    public Response items(
            @PathParam("jobId") String id,
            @Parameter(description = "How far they are, such as `parked`") @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        ItemState wanted = oneOf(ItemState.class, state);
        Job job = orNotFound(jobs.get(operator.realm(), id));
        List<OperatorJobItemRepresentation> found = jobs.items(job, wanted, page).stream()
                .map(OperatorJobItemRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, OperatorJobItemRepresentation::place))
                .build();
    }

    @GET
    @Path("{jobId}/items/{position}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getOperatorSyncJobItem",
            summary = "An item of a job",
            description = "With what stands in it.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorJobItemRepresentation.class)))
    public Response item(
            @PathParam("jobId") String id,
            @Parameter(description = "In its job, from 0") @PathParam("position") String position) {
        operator.requireView();
        Job job = orNotFound(jobs.get(operator.realm(), id));
        int wanted = position.matches("\\d{1,6}") ? Integer.parseInt(position) : -1;
        CursorPage page = new CursorPage(wanted <= 0 ? null : Integer.toString(wanted - 1), 1);
        return jobs.items(job, null, page).stream()
                .filter(item -> item.position() == wanted)
                .findFirst()
                .map(item ->
                        Answers.ok(OperatorJobItemRepresentation.whole(item)).build())
                .orElseThrow(() -> Problem.notFound().asException());
    }

    @POST
    @Path("{jobId}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelOperatorSyncJob",
            summary = "End a job",
            description = "What waits is not tried any more; what was applied stays so, and what is being applied at"
                    + " this moment comes to its end.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorJobRepresentation.class)))
    @APIResponse(responseCode = "409", description = "job_finished")
    public Response cancel(@PathParam("jobId") String id) {
        operator.requireManage();
        return answer(jobs.cancel(operator.realm(), id, operator.userId()));
    }

    @POST
    @Path("{jobId}/retry")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "retryOperatorSyncJob",
            summary = "Try what failed of a job again",
            description = "At once: what was given up, and what waits to be tried again. What was malformed as it came"
                    + " stays a dead letter.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorJobRepresentation.class)))
    @APIResponse(responseCode = "409", description = "job_cancelled, nothing_to_retry")
    public Response retry(@PathParam("jobId") String id) {
        operator.requireManage();
        return answer(jobs.retry(operator.realm(), id));
    }

    private static Response answer(@Nullable Job job) {
        return Answers.ok(OperatorJobRepresentation.of(orNotFound(job))).build();
    }

    private static Job orNotFound(@Nullable Job job) {
        if (job == null) {
            throw Problem.notFound().asException();
        }
        return job;
    }

    /** A state by its name; null if nothing is said. */
    private static <E extends Enum<E>> @Nullable E oneOf(Class<E> states, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Arrays.stream(states.getEnumConstants())
                .filter(state -> wireName(state).equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                                "state",
                                "must be one of "
                                        + Arrays.stream(states.getEnumConstants())
                                                .map(JobsResource::wireName)
                                                .collect(Collectors.joining(", ")))
                        .asException());
    }

    private static String wireName(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
