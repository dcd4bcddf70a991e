package io.oka.keycloak.entitlements.ofrep;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.flag.FlagEvaluator;
import io.oka.keycloak.tenants.TenantSnapshot;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/**
 * {@code /realms/{realm}/ofrep/v1/evaluate/flags}: what flags are. It reads and uses nothing up; warm, it runs no SQL of
 * ours.
 */
@Tag(name = "OFREP", description = "Flags for OpenFeature SDKs")
public final class EvaluationsResource {

    private final KeycloakSession session;
    private final Caller caller;

    EvaluationsResource(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    @POST
    @Path("{flagKey}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "evaluateFlag",
            summary = "One flag, by OFREP 0.3",
            description =
                    "For a member, for a service with the role authorize, and for an API key's token. The tenant is"
                            + " the context's tenantId, or else its targetingKey where that is the id of a tenant that the"
                            + " caller may read, or else the token's.")
    @RequestBody(content = @Content(schema = @Schema(implementation = EvaluationRequestRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = EvaluationRepresentation.class)))
    @APIResponse(
            responseCode = "default",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EvaluationFailureRepresentation.class)))
    public Response one(@PathParam("flagKey") String flagKey, InputStream body) {
        Evaluation evaluation = evaluation(body);
        Flag flag = evaluation.flags().get(flagKey);
        if (flag == null) {
            throw Problem.of(404, "flag_not_found", "There is no such flag", null)
                    .asException();
        }
        return Answers.ok(
                        EvaluationRepresentation.of(flag, evaluation.evaluator().evaluate(flag), evaluation.metadata()))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "evaluateFlags",
            summary = "All flags, by OFREP 0.3",
            description = "For the same callers as one flag, and the same tenant. With the ETag of an answer in"
                    + " If-None-Match, the same answer again is 304 and has no body.")
    @RequestBody(content = @Content(schema = @Schema(implementation = EvaluationRequestRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            headers =
                    @Header(
                            name = HttpHeaders.ETAG,
                            description = "What tells this answer from others, for `If-None-Match`",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = EvaluationsRepresentation.class)))
    @APIResponse(responseCode = "304")
    @APIResponse(
            responseCode = "default",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EvaluationFailureRepresentation.class)))
    public Response all(@Context HttpHeaders headers, InputStream body) {
        Evaluation evaluation = evaluation(body);
        List<EvaluationRepresentation> flags = new TreeMap<>(evaluation.flags())
                .values().stream()
                        .map(flag -> EvaluationRepresentation.of(
                                flag, evaluation.evaluator().evaluate(flag), null))
                        .toList();
        // Of the whole answer: whatever it depends on, the caller's tenant and targeting key included, is in it.
        byte[] answer = Json.write(new EvaluationsRepresentation(flags, evaluation.metadata()));
        String tag = EntityTags.of(answer);
        return EntityTags.isKnown(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.notModified().header(HttpHeaders.ETAG, tag).build()
                : Response.ok(answer, MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.ETAG, tag)
                        .build();
    }

    private Evaluation evaluation(InputStream body) {
        ReadableTenants tenants = new ReadableTenants(session, caller);
        EvaluationContext context = EvaluationContext.of(JsonBody.read(body));
        TenantSnapshot tenant = tenants.find(context);
        EntitlementSnapshot snapshot = EntitlementProvider.of(session)
                .snapshots()
                .of(session.getContext().getRealm(), tenant.id());
        return new Evaluation(FlagEvaluator.of(
                snapshot, tenant.id(), context.targetingKey(), Instant.ofEpochMilli(Time.currentTimeMillis())));
    }

    /** What is evaluated, and for whom. */
    private record Evaluation(FlagEvaluator evaluator) {

        Map<String, Flag> flags() {
            return evaluator.snapshot().realm().flags();
        }

        /** Says which tenant the rules have led to. */
        Map<String, String> metadata() {
            return Map.of("tenantId", evaluator.tenantId());
        }
    }
}
