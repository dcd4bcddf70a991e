package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.ProblemFilter;
import io.oka.keycloak.entitlements.decision.Decider;
import io.oka.keycloak.entitlements.decision.Decision;
import io.oka.keycloak.entitlements.decision.DecisionRequest;
import io.oka.keycloak.entitlements.decision.Subject;
import io.oka.keycloak.entitlements.decision.Subjects;
import io.oka.keycloak.entitlements.rest.AuthorizationRequestRepresentation.ContextRepresentation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** {@code /realms/{realm}/entitlements}: the decision. */
@Tag(name = "Decision", description = "One call that says yes or no, and why")
public final class EntitlementsResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Caller caller;

    EntitlementsResource(KeycloakSession session, Caller caller) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.caller = caller;
    }

    @POST
    @Path("authorize")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "authorize",
            summary = "May this be done?",
            description = "For a person about themselves, for an API key about itself, for a service with the role"
                    + " authorize about whom the context names. The checks, in this order: session, membership, tenant"
                    + " not suspended, key scope, subscription, service, feature, quota, role. The first that fails is"
                    + " the reason. Without an idempotencyKey nothing is used.")
    @RequestBody(content = @Content(schema = @Schema(implementation = AuthorizationRequestRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            description = "It may be done",
            content = @Content(schema = @Schema(implementation = DecisionRepresentation.class)))
    @APIResponse(
            responseCode = "403",
            description = "It may not be done; or a problem document, where the caller may not ask",
            content = @Content(schema = @Schema(implementation = DecisionRepresentation.class)))
    public Response authorize(InputStream body) {
        AuthorizationRequestRepresentation wanted = JsonBody.read(body).as(AuthorizationRequestRepresentation.class);
        DecisionRequest request = AuthorizationInput.check(wanted);
        ContextRepresentation context = Objects.requireNonNull(wanted.context());
        Decider decider = new Decider(session, realm);
        Subject subject = new Subjects(session, realm, decider)
                .find(
                        caller,
                        request.tenantId(),
                        new Subjects.Named(context.userId(), context.apiKeyId(), context.sessionId()));
        Decision decision = context.idempotencyKey() == null
                ? decider.peek(subject, request, caller.key())
                : decider.consume(subject, request, context.idempotencyKey(), caller.key());
        DecisionRepresentation answer = DecisionRepresentation.of(decision);
        if (decision.allowed()) {
            return Answers.ok(answer).build();
        }
        // A no is an answer, and no problem.
        session.setAttribute(ProblemFilter.OWN_ERROR_SHAPE, true);
        return Response.status(Response.Status.FORBIDDEN)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(answer))
                .build();
    }
}
