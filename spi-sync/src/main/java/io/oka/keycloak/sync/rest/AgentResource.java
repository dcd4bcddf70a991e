package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.sync.AgentLimits;
import io.oka.keycloak.sync.AgentReport;
import io.oka.keycloak.sync.AgentWork;
import io.oka.keycloak.sync.Agents;
import io.oka.keycloak.sync.EnrolledAgent;
import io.oka.keycloak.sync.Enrolment;
import io.oka.keycloak.sync.EnrolmentToken;
import io.oka.keycloak.sync.IssuedAgent;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncProviderFactory;
import io.oka.keycloak.sync.agent.AgentCall;
import io.oka.keycloak.sync.agent.AgentDoor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** {@code /realms/{realm}/sync/agents}: enrolment and heartbeat, for agents. */
@Tag(name = "Sync agent", description = "What the agents of a billing or ERP system call")
public final class AgentResource {

    private static final int SIGNATURE_WINDOW_SECONDS = 300;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Agents agents;

    AgentResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.agents = SyncProvider.of(session).agents();
    }

    @POST
    @Path("enrol")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @SecurityRequirements
    @Operation(
            operationId = "enrolAgent",
            summary = "Become an agent",
            description =
                    "By a token from an operator, which does once. The answer holds the secret with which all other"
                            + " requests are signed; no other does. With an Idempotency-Key an answer that was lost can be had"
                            + " again, as long as the token has not expired.")
    @RequestBody(content = @Content(schema = @Schema(implementation = EnrolmentRequestRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = EnrolledAgentRepresentation.class)))
    @APIResponse(responseCode = "401", description = "invalid_enrolment_token")
    @APIResponse(responseCode = "429", description = "too_many_requests")
    public Response enrol(InputStream body) {
        int seconds = limits().secondsToWait(session, realm);
        if (seconds > 0) {
            throw Problem.of(
                            429,
                            "too_many_requests",
                            "Too many tokens from this address were refused",
                            "Wait before you try another")
                    .withHeader("Retry-After", Integer.toString(seconds))
                    .asException();
        }
        JsonBody json = JsonBody.read(body);
        EnrolmentRequestRepresentation wanted = json.as(EnrolmentRequestRepresentation.class);
        AgentInput.check(wanted);
        EnrolmentToken token = EnrolmentToken.parse(wanted.token());
        Enrolment found = token == null ? null : agents.enrolments().find(realm, token);
        if (found == null) {
            throw unknownToken();
        }
        return IdempotencyKeys.run(session, realm, "enrolment:" + found.id(), json.bytes(), () -> enrol(found, wanted));
    }

    private Response enrol(Enrolment found, EnrolmentRequestRepresentation wanted) {
        IssuedAgent issued = agents.enrolments()
                .enrol(realm, found, Objects.requireNonNull(wanted.name()), Objects.requireNonNull(wanted.version()));
        if (issued == null) {
            throw unknownToken();
        }
        return Response.status(Response.Status.CREATED)
                .location(session.getContext()
                        .getUri()
                        .getBaseUriBuilder()
                        .path("admin/realms/{realm}/sync/agents/{agentId}")
                        .build(realm.getName(), issued.enrolled().id()))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(EnrolledAgentRepresentation.of(issued)))
                .build();
    }

    @POST
    @Path("heartbeat")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "sendHeartbeat",
            summary = "Say that the agent is there, and ask what there is to do",
            description =
                    "Every 30 seconds. An agent that is not heard of is degraded after 90 seconds and offline after"
                            + " five minutes.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = HeartbeatRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = HeartbeatAnswerRepresentation.class)))
    public Response heartbeat(InputStream body) {
        AgentCall call = AgentDoor.enter(session, body);
        HeartbeatRepresentation said = JsonBody.ofOptional(call.body()).as(HeartbeatRepresentation.class);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        AgentReport report = AgentInput.report(said, now);
        AgentWork work = agents.requests().work(call.agent());
        HeartbeatAnswerRepresentation answer = HeartbeatAnswerRepresentation.of(
                call.agent(),
                work,
                overlap(call),
                new HeartbeatAnswerRepresentation.Config(
                        call.agent().capabilities().maxItemsPerJob(),
                        call.agent().capabilities().requestsPerMinute(),
                        SIGNATURE_WINDOW_SECONDS),
                now);
        // Last, so that the agent's row is held for as short as can be.
        agents.requests().report(call.agent(), said.version(), report);
        return Answers.ok(answer).build();
    }

    private HeartbeatAnswerRepresentation.@Nullable SecretOverlap overlap(AgentCall call) {
        EnrolledAgent enrolled = agents.get(realm, call.agent().id());
        return enrolled == null || enrolled.previousSecretUntil() == null
                ? null
                : new HeartbeatAnswerRepresentation.SecretOverlap(
                        enrolled.previousSecretUntil(), !call.signedByCurrentSecret());
    }

    @POST
    @Path("secret/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateOwnSecret",
            summary = "Take another secret",
            description = "The answer holds it; no other does. The one before does as well for as long as they overlap."
                    + " Only the newest secret may ask: who has got hold of an older one gets no further. An"
                    + " Idempotency-Key is heeded.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = AgentSecretRotationRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AgentSecretRepresentation.class)))
    @APIResponse(responseCode = "403", description = "previous_secret")
    public Response rotate(InputStream body) {
        AgentCall call = AgentDoor.enter(session, body);
        JsonBody json = JsonBody.ofOptional(call.body());
        // It answers 200, since it makes no address; repeating it would take yet another secret all the same.
        return IdempotencyKeys.run(session, realm, call.callerKey(), json.bytes(), () -> rotate(call, json));
    }

    private Response rotate(AgentCall call, JsonBody json) {
        if (!call.signedByCurrentSecret()) {
            throw Problem.forbidden("previous_secret", "Only the newest secret can ask for another")
                    .asException();
        }
        Duration overlap = AgentInput.overlap(json.as(AgentSecretRotationRepresentation.class));
        EnrolledAgent held = agents.lock(realm, call.agent().id());
        if (held == null) {
            throw Problem.notFound().asException();
        }
        return Answers.ok(AgentSecretRepresentation.of(agents.rotate(realm, held, overlap)))
                .build();
    }

    /** The same whatever is wrong with it. */
    private ProblemException unknownToken() {
        limits().refused(session, realm);
        return Problem.of(
                        401,
                        "invalid_enrolment_token",
                        "No agent can enrol by this token",
                        "Ask the operator for another: each does once, and for a while")
                .withHeader("WWW-Authenticate", "Signature realm=\"" + realm.getName() + "\"")
                .asException();
    }

    private AgentLimits limits() {
        return ((SyncProviderFactory) session.getKeycloakSessionFactory().getProviderFactory(SyncProvider.class))
                .agentLimits();
    }
}
