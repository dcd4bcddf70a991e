package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.entitlements.authzen.AccessRequests.ActionSearchRequest;
import io.oka.keycloak.entitlements.authzen.AccessRequests.EvaluationRequest;
import io.oka.keycloak.entitlements.authzen.AccessRequests.EvaluationsRequest;
import io.oka.keycloak.entitlements.authzen.AccessRequests.ResourceSearchRequest;
import io.oka.keycloak.entitlements.authzen.AccessRequests.SubjectSearchRequest;
import io.oka.keycloak.entitlements.authzen.Question.Open;
import io.oka.keycloak.entitlements.decision.Decider;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * {@code /realms/{realm}/access}: AuthZEN. No method names what it reads, so that a body of another type is refused by us
 * and as the standard says.
 */
@Tag(
        name = "AuthZEN",
        description = "The decision by the OpenID AuthZEN Authorization API 1.0; metadata is at"
                + " `/realms/{realm}/.well-known/authzen-configuration`")
@APIResponse(
        responseCode = "default",
        content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
public final class AccessResource {

    static final String EVALUATION = "v1/evaluation";
    static final String EVALUATIONS = "v1/evaluations";
    static final String SUBJECTS = "v1/search/subject";
    static final String RESOURCES = "v1/search/resource";
    static final String ACTIONS = "v1/search/action";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Caller caller;
    private final Decider decider;

    AccessResource(KeycloakSession session, Caller caller) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.caller = caller;
        this.decider = new Decider(session, realm);
    }

    @POST
    @Path(EVALUATION)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "evaluateAccess",
            summary = "May this be done?",
            description =
                    "As `authorize`, without ever using anything. For a person about themselves, for an admin of a"
                            + " tenant about its members, its keys and itself, for a service with the role authorize about"
                            + " anyone. A no is 200.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EvaluationRequest.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = EvaluationRepresentation.class)))
    public Response evaluate(InputStream body) {
        Asker asker = asker(TenantApi.ROLE_AUTHORIZE);
        return answer(evaluation(asker, Question.read(read(body), Open.NOTHING)));
    }

    @POST
    @Path(EVALUATIONS)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "evaluateAccesses",
            summary = "May these be done?",
            description = "Up to 100 evaluations. What stands beside the array is the default of each, whole. One that"
                    + " could not be made is a no whose context says what was wrong. Without evaluations in it, it is"
                    + " one evaluation.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EvaluationsRequest.class)))
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(oneOf = {EvaluationsRepresentation.class, EvaluationRepresentation.class})))
    public Response evaluateAll(InputStream body) {
        Asker asker = asker(TenantApi.ROLE_AUTHORIZE);
        return answer(new Evaluations(question -> evaluation(asker, question)).answer(read(body)));
    }

    @POST
    @Path(SUBJECTS)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "searchSubjects",
            summary = "Who may do this?",
            description = "Members, keys or the tenant itself, as `subject.type` says. For an admin of the tenant, and"
                    + " for a service with the role search-access.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SubjectSearchRequest.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SearchRepresentation.class)))
    public Response searchSubjects(InputStream body) {
        return search(search -> search.subjects(read(body)));
    }

    @POST
    @Path(RESOURCES)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "searchResources",
            summary = "With which services may it do this?",
            description =
                    "Services of the tenant's plan. For a person about themselves, for an admin of the tenant, and"
                            + " for a service with the role search-access.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ResourceSearchRequest.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SearchRepresentation.class)))
    public Response searchResources(InputStream body) {
        return search(search -> search.resources(read(body)));
    }

    @POST
    @Path(ACTIONS)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "searchActions",
            summary = "What may it do with this service?",
            description = "Of a key, its own scopes; of a person or a tenant, the scopes on the operator's list"
                    + " `keyScopes`, which are the actions that the server knows of. A name that ends in `*` stands for"
                    + " all that begin so. For a person about themselves, for an admin of the tenant, and for a service"
                    + " with the role search-access.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionSearchRequest.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SearchRepresentation.class)))
    public Response searchActions(InputStream body) {
        return search(search -> search.actions(read(body)));
    }

    private EvaluationRepresentation evaluation(Asker asker, Question question) {
        if (question.subjectType() == null) {
            return EvaluationRepresentation.unknown("unknown_subject_type");
        }
        if (!question.isAboutService()) {
            return EvaluationRepresentation.unknown("unknown_resource_type");
        }
        return EvaluationRepresentation.of(decider.peek(asker.subject(question), question.request(), asker.key()));
    }

    private Response search(Function<Search, SearchRepresentation> searching) {
        return answer(searching.apply(new Search(session, realm, asker(TenantApi.ROLE_SEARCH_ACCESS))));
    }

    private Asker asker(String role) {
        return new Asker(session, realm, caller, decider, role);
    }

    private ObjectNode read(InputStream body) {
        return AccessBody.read(session, body);
    }

    private static Response answer(Object representation) {
        return Answers.ok(representation).build();
    }
}
