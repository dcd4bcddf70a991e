package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.Agents;
import io.oka.keycloak.sync.EnrolledAgent;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** {@code /admin/realms/{realm}/sync/agents/{agentId}}: one agent, for operators. */
@Tag(name = "Sync agents")
public final class OneAgentResource {

    private final Operator operator;
    private final Agents agents;
    private final String id;

    OneAgentResource(Operator operator, Agents agents, String id) {
        this.operator = operator;
        this.agents = agents;
        this.id = id;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getAgent",
            summary = "One agent",
            description = "When it was heard of, and what it said then, does not change its ETag.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AgentRepresentation.class)))
    public Response get() {
        operator.requireView();
        return answer(require(agents.get(operator.realm(), id)));
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "patchAgent",
            summary = "Change an agent's name or what it may do",
            description = "It holds at once, also for what the agent has sent before and is not applied yet.")
    @RequestBody(content = @Content(schema = @Schema(implementation = AgentPatchRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(responseCode = "409", description = "agent_revoked")
    @APIResponse(responseCode = "412")
    public Response patch(@Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        Patch patch = JsonBody.read(body).asPatch();
        EnrolledAgent held = hold(headers);
        AgentInput.Patched wanted = AgentInput.patched(patch, held);
        return answer(agents.update(operator.realm(), held, wanted.name(), wanted.capabilities()));
    }

    @POST
    @Path("rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateAgentSecret",
            summary = "Give an agent another secret",
            description = "The answer holds it; no other does. The one before does as well for as long as they overlap,"
                    + " and not at all with an overlap of 0. An Idempotency-Key is heeded.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = AgentSecretRotationRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AgentSecretRepresentation.class)))
    @APIResponse(responseCode = "409", description = "agent_revoked")
    @APIResponse(responseCode = "412")
    public Response rotate(@Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.readOptional(body);
        // It answers 200, since it makes no address; repeating it would take yet another secret all the same.
        return IdempotencyKeys.run(
                operator.session(), operator.realm(), operator.key(), json.bytes(), () -> rotate(headers, json));
    }

    private Response rotate(HttpHeaders headers, JsonBody json) {
        Duration overlap = AgentInput.overlap(json.as(AgentSecretRotationRepresentation.class));
        return Answers.ok(AgentSecretRepresentation.of(agents.rotate(operator.realm(), hold(headers), overlap)))
                .build();
    }

    @POST
    @Path("revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "revokeAgent",
            summary = "End an agent",
            description =
                    "No node takes a request of it any more, its secrets are gone, and what it has sent and is not"
                            + " applied yet is refused. There is no way back: another has to enrol.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = AgentRevocationRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AgentRepresentation.class)))
    @APIResponse(responseCode = "412")
    public Response revoke(@Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        String reason = AgentInput.reason(JsonBody.readOptional(body));
        return answer(agents.revoke(operator.realm(), hold(headers), reason));
    }

    private EnrolledAgent hold(HttpHeaders headers) {
        EnrolledAgent held = require(agents.lock(operator.realm(), id));
        EntityTags.requireMatch(headers, held.version());
        return held;
    }

    private static EnrolledAgent require(@Nullable EnrolledAgent agent) {
        if (agent == null) {
            throw Problem.notFound().asException();
        }
        return agent;
    }

    private static Response answer(EnrolledAgent agent) {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        return Answers.ok(AgentRepresentation.of(agent, now), agent.version()).build();
    }
}
