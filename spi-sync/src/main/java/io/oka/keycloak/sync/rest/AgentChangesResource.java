package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.TimeParameter;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.OutboundChanges;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.agent.AgentCall;
import io.oka.keycloak.sync.agent.AgentDoor;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** What changed here, for agents. */
@Tag(name = "Sync changes", description = "What changed here, for agents of another system")
public final class AgentChangesResource {

    private final KeycloakSession session;

    AgentChangesResource(KeycloakSession session) {
        this.session = session;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readSyncChanges",
            summary = "Usage, and changes of entitlements, of the tenants that the agent's system knows",
            description =
                    "Signed by the agent, whose capability is `readChanges`. Who goes on from cursor to cursor misses"
                            + " nothing and is told nothing twice. Of tenants that are mapped later, it tells what comes"
                            + " after the cursor then.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OutboundPageRepresentation.class)))
    @APIResponse(responseCode = "400", description = "validation_failed")
    @APIResponse(responseCode = "403", description = "not_allowed")
    public Response list(
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(
                            description = "How many changes to give at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "100",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(
                            description = "Without a cursor: begin with what happens from this time on, and a little"
                                    + " before it; else at the beginning of what is kept",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("since")
                    @Nullable
                    String since) {
        AgentCall call = AgentDoor.enter(session);
        if (!call.agent().capabilities().readChanges()) {
            throw Problem.forbidden("not_allowed", "The agent may not read what changed here")
                    .asException();
        }
        CursorPage page = CursorPage.of(cursor, Objects.requireNonNullElse(limit, Integer.toString(Page.LARGEST)));
        Instant from = TimeParameter.of("since", since);
        if (from != null && page.after() != null) {
            throw Problem.invalid("since", "must not be given with a cursor").asException();
        }
        OutboundChanges changes = SyncProvider.of(session).outboundChanges();
        String place = from == null ? page.after() : changes.since(call.realm(), from);
        OutboundChanges.Page found = changes.after(call.realm(), call.agent().system(), place, page.limit());
        return Answers.ok(
                        new OutboundPageRepresentation(found.changes(), CursorPage.cursor(found.place()), found.more()))
                .build();
    }
}
