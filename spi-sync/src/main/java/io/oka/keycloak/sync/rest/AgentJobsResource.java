package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.Jobs;
import io.oka.keycloak.sync.NewJob;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.agent.AgentCall;
import io.oka.keycloak.sync.agent.AgentDoor;
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
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/sync/jobs}: what agents send, and what became of each item of it. */
@Tag(name = "Sync", description = "What agents of a billing or ERP system call; all but enrolment is signed")
public final class AgentJobsResource {

    private final KeycloakSession session;

    AgentJobsResource(KeycloakSession session) {
        this.session = session;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "sendSyncJob",
            summary = "Send items to be applied",
            description =
                    "They are applied after the answer, in the order of `version` for each customer. What is wrong"
                            + " with one item does not refuse the others: it becomes a dead letter at once, and the job says so."
                            + " With an `Idempotency-Key` it is safe to send a job again whose answer was lost. It needs the"
                            + " capability for the type.")
    @RequestBody(
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            oneOf = {
                                                JobSchemas.TenantUpsertJob.class,
                                                JobSchemas.SubscriptionUpsertJob.class,
                                                JobSchemas.SubscriptionCancelJob.class,
                                                JobSchemas.UsageImportJob.class,
                                                JobSchemas.SnapshotJob.class
                                            },
                                            discriminatorProperty = "type",
                                            discriminatorMapping = {
                                                @DiscriminatorMapping(
                                                        value = "tenant.upsert",
                                                        schema = JobSchemas.TenantUpsertJob.class),
                                                @DiscriminatorMapping(
                                                        value = "subscription.upsert",
                                                        schema = JobSchemas.SubscriptionUpsertJob.class),
                                                @DiscriminatorMapping(
                                                        value = "subscription.cancel",
                                                        schema = JobSchemas.SubscriptionCancelJob.class),
                                                @DiscriminatorMapping(
                                                        value = "usage.import",
                                                        schema = JobSchemas.UsageImportJob.class),
                                                @DiscriminatorMapping(
                                                        value = "reconcile.snapshot",
                                                        schema = JobSchemas.SnapshotJob.class)
                                            })))
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = AcceptedJobRepresentation.class)))
    @APIResponse(responseCode = "400", description = "validation_failed, too_many_items")
    @APIResponse(responseCode = "403", description = "not_allowed")
    @APIResponse(responseCode = "503", description = "queue_full")
    public Response send(InputStream body) {
        AgentCall call = AgentDoor.enter(session, body);
        JsonBody json = JsonBody.of(call.body());
        NewJob wanted = JobInput.read(json, call.agent());
        return IdempotencyKeys.run(session, call.realm(), call.callerKey(), call.body(), () -> accept(call, wanted));
    }

    private Response accept(AgentCall call, NewJob wanted) {
        Job job = jobs().accept(call.realm(), wanted);
        return Answers.created(session.getContext().getUri(), job.id(), AcceptedJobRepresentation.of(job))
                .status(Response.Status.ACCEPTED)
                .build();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSyncJobs",
            summary = "The jobs of the agent's system, newest first",
            description = "Also those that other agents of the system have sent, and what operators began for it.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AgentJobRepresentation.Page.class)))
    public Response list(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        AgentCall call = AgentDoor.enter(session);
        CursorPage page = CursorPage.of(cursor, limit);
        Jobs.Filter filter = new Jobs.Filter(call.agent().system(), null, null, null);
        List<AgentJobRepresentation> found = jobs().list(call.realm(), filter, page).stream()
                .map(AgentJobRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, AgentJobRepresentation::id)).build();
    }

    @GET
    @Path("{jobId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getSyncJob",
            summary = "How far a job is, and what became of each item",
            description = "Of the agent's own system only. The cursor is for its items.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AgentJobRepresentation.class)))
    public Response get(
            @PathParam("jobId") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        AgentCall call = AgentDoor.enter(session);
        CursorPage page = CursorPage.of(cursor, limit);
        Job job = jobs().get(call.realm(), id);
        if (job == null || !job.system().equals(call.agent().system())) {
            throw Problem.notFound().asException();
        }
        CursorPage.Items<AgentJobRepresentation.Item> items = page.answer(
                jobs().items(job, null, page).stream()
                        .map(AgentJobRepresentation.Item::of)
                        .toList(),
                AgentJobRepresentation.Item::place);
        return Answers.ok(AgentJobRepresentation.of(job, items.items(), items.nextCursor()))
                .build();
    }

    private Jobs jobs() {
        return SyncProvider.of(session).jobs();
    }
}
