package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.AgentFilter;
import io.oka.keycloak.sync.Agents;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** {@code /admin/realms/{realm}/sync/agents}: agents and their enrolment tokens, for operators. */
@Tag(name = "Sync agents", description = "Agents of a billing or ERP system, and the tokens by which they enrol")
public final class AgentsResource {

    private final Operator operator;
    private final Agents agents;

    AgentsResource(Operator operator) {
        this.operator = operator;
        this.agents = SyncProvider.of(operator.session()).agents();
    }

    @Path("enrolment-tokens")
    public EnrolmentTokensResource enrolmentTokens() {
        return new EnrolmentTokensResource(operator, agents.enrolments());
    }

    @Path("{agentId}")
    public OneAgentResource agent(@PathParam("agentId") String id) {
        return new OneAgentResource(operator, agents, id);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listAgents",
            summary = "The agents, oldest first",
            description = "Also those that are revoked.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AgentRepresentation.class)))
    public Response list(
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max,
            @Parameter(description = "The system that they speak for") @QueryParam("agentSystem") @Nullable
                    String system,
            @Parameter(
                            description = "Whether they are heard of",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"online", "degraded", "offline"}))
                    @QueryParam("health")
                    @Nullable
                    String health,
            @Parameter(
                            description = "Whether they are revoked; without it, both",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @QueryParam("revoked")
                    @Nullable
                    String revoked) {
        operator.requireView();
        Page page = Page.of(first, max);
        AgentFilter filter = AgentInput.filter(system, health, revoked);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        return Answers.list(
                        agents.list(operator.realm(), filter, page.first(), page.max()).stream()
                                .map(agent -> AgentRepresentation.of(agent, now))
                                .toList(),
                        agents.count(operator.realm(), filter))
                .build();
    }
}
