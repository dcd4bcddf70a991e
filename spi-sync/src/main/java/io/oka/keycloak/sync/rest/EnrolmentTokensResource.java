package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.Enrolment;
import io.oka.keycloak.sync.Enrolments;
import io.oka.keycloak.sync.IssuedEnrolment;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** {@code /admin/realms/{realm}/sync/agents/enrolment-tokens}: by which agents enrol, for operators. */
@Tag(name = "Sync agents")
public final class EnrolmentTokensResource {

    private final Operator operator;
    private final Enrolments enrolments;

    EnrolmentTokensResource(Operator operator, Enrolments enrolments) {
        this.operator = operator;
        this.enrolments = enrolments;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listEnrolmentTokens",
            summary = "The enrolment tokens, newest first",
            description = "Also those that can be used no more. The tokens themselves are not shown.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = EnrolmentTokenRepresentation.class)))
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        operator.requireView();
        Page page = Page.of(first, max);
        Instant now = now();
        return Answers.list(
                        enrolments.list(operator.realm(), page.first(), page.max()).stream()
                                .map(enrolment -> EnrolmentTokenRepresentation.of(enrolment, now))
                                .toList(),
                        enrolments.count(operator.realm()))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createEnrolmentToken",
            summary = "Make a token by which one agent can enrol",
            description = "What the agent may do is bound to it. The answer holds the token; no other does.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewEnrolmentTokenRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = EnrolmentTokenRepresentation.class)))
    public Response create(InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(
                operator.session(), operator.realm(), operator.key(), json.bytes(), () -> create(json));
    }

    private Response create(JsonBody json) {
        IssuedEnrolment issued = enrolments.create(
                operator.realm(), AgentInput.terms(json.as(NewEnrolmentTokenRepresentation.class)), operator.userId());
        return Answers.created(
                        operator.session().getContext().getUri(),
                        issued.enrolment().id(),
                        EnrolmentTokenRepresentation.of(issued, now()))
                .build();
    }

    @GET
    @Path("{enrolmentTokenId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getEnrolmentToken",
            summary = "One enrolment token",
            description = "Whether it was used, and by which agent. The token itself is not shown.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = EnrolmentTokenRepresentation.class)))
    public Response get(@PathParam("enrolmentTokenId") String id) {
        operator.requireView();
        return Answers.ok(EnrolmentTokenRepresentation.of(require(id), now())).build();
    }

    @DELETE
    @Path("{enrolmentTokenId}")
    @Operation(
            operationId = "revokeEnrolmentToken",
            summary = "Let nobody enrol by a token any more",
            description = "It stays in the list. One that was used is not to be revoked, but its agent.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "enrolment_token_used")
    public Response revoke(@PathParam("enrolmentTokenId") String id) {
        operator.requireManage();
        enrolments.revoke(operator.realm(), require(id));
        return Answers.noContent();
    }

    private Enrolment require(String id) {
        Enrolment found = enrolments.get(operator.realm(), id);
        if (found == null) {
            throw Problem.notFound().asException();
        }
        return found;
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
