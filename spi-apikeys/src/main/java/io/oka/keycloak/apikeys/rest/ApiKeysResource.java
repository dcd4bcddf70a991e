package io.oka.keycloak.apikeys.rest;

import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeyQuery;
import io.oka.keycloak.apikeys.ApiKeyStatus;
import io.oka.keycloak.apikeys.IssuedApiKey;
import io.oka.keycloak.apikeys.RevocationReason;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.rest.TenantContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** {@code …/tenants/{tenantId}/api-keys}, for the tenant's admins and for operators alike. */
@Tag(name = "API keys", description = "The keys with which machines act for a tenant")
public final class ApiKeysResource {

    private final TenantContext context;
    private final TenantModel tenant;
    private final ApiKeyProvider keys;

    ApiKeysResource(TenantContext context) {
        this.context = context;
        this.tenant = context.tenant();
        this.keys = context.session().getProvider(ApiKeyProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listApiKeys",
            summary = "The tenant's keys, newest first",
            description = "Of members, this needs the role admin.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ApiKeyRepresentation.class)))
    public Response list(
            @Parameter(description = "Only keys in this state", schema = @Schema(implementation = ApiKeyStatus.class))
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(
                            description = "Only keys for this environment",
                            schema = @Schema(implementation = ApiKeyEnvironment.class))
                    @QueryParam("environment")
                    @Nullable
                    String environment,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        context.requireRead(TenantRole.ADMIN);
        Page page = Page.of(first, max);
        ApiKeyQuery query = query(status, environment);
        Instant now = now();
        return Answers.list(
                        keys.list(tenant, query, page.first(), page.max()).stream()
                                .map(key -> ApiKeyRepresentation.of(key, now))
                                .toList(),
                        keys.count(tenant, query))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createApiKey",
            summary = "Make a key",
            description = "Of members, this needs the role admin. The answer is the only one that ever holds the key.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewApiKeyRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ApiKeyRepresentation.class)))
    @APIResponse(responseCode = "409", description = "key_limit_reached, tenant_deleted")
    public Response create(InputStream body) {
        context.requireChange(TenantRole.ADMIN);
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(
                context.session(), context.realm(), context.callerKey(), json.bytes(), () -> create(json));
    }

    private Response create(JsonBody json) {
        NewApiKeyRepresentation wanted = json.as(NewApiKeyRepresentation.class);
        IssuedApiKey made = keys.create(tenant, ApiKeyInput.newKey(wanted, context.realm(), now(), context.userId()));
        UriInfo uri = context.session().getContext().getUri();
        return Answers.created(uri, made.key().id(), ApiKeyRepresentation.of(made, now()))
                .build();
    }

    @GET
    @Path("{keyId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getApiKey", summary = "One key", description = "Of members, this needs the role admin.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ApiKeyRepresentation.class)))
    public Response get(@PathParam("keyId") String keyId) {
        context.requireRead(TenantRole.ADMIN);
        return answer(require(keys.get(tenant, keyId)));
    }

    @PATCH
    @Path("{keyId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "patchApiKey",
            summary = "Change a key's name, scopes or limit",
            description = "Of members, this needs the role admin. A limit holds for all keys of the family. What has"
                    + " ended is not_active, and cannot be changed.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ApiKeyPatchRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ApiKeyRepresentation.class)))
    @APIResponse(responseCode = "409", description = "not_active, tenant_deleted")
    public Response patch(@PathParam("keyId") String keyId, InputStream body) {
        context.requireChange(TenantRole.ADMIN);
        Patch patch = JsonBody.read(body).asPatch();
        return answer(require(keys.update(tenant, keyId, key -> ApiKeyInput.patched(patch, key, context.realm()))));
    }

    @DELETE
    @Path("{keyId}")
    @Operation(
            operationId = "revokeApiKey",
            summary = "Revoke a key",
            description = "Of members, this needs the role admin. It ends at once and for good; others of its family"
                    + " work on. Revoking twice is as good as once.")
    @APIResponse(responseCode = "204")
    public Response revoke(@PathParam("keyId") String keyId) {
        context.requireChange(TenantRole.ADMIN);
        require(keys.revoke(tenant, keyId, RevocationReason.REQUESTED));
        return Answers.noContent();
    }

    @POST
    @Path("{keyId}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateApiKey",
            summary = "Make a key's successor",
            description = "Of members, this needs the role admin. The successor is of the same family and has the same"
                    + " scopes, limits and end; the answer is the only one that ever holds it. The old key works on for"
                    + " the grace, and never past its own end.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = RotationRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ApiKeyRepresentation.class)))
    @APIResponse(responseCode = "409", description = "not_active, already_rotated, tenant_deleted")
    public Response rotate(@PathParam("keyId") String keyId, InputStream body) {
        context.requireChange(TenantRole.ADMIN);
        JsonBody json = JsonBody.readOptional(body);
        return IdempotencyKeys.run(
                context.session(), context.realm(), context.callerKey(), json.bytes(), () -> rotate(keyId, json));
    }

    private Response rotate(String keyId, JsonBody json) {
        Duration grace = ApiKeyInput.grace(json.as(RotationRepresentation.class));
        IssuedApiKey made = keys.rotate(tenant, keyId, grace, context.userId());
        if (made == null) {
            throw Problem.notFound().asException();
        }
        // A sibling of the key that was rotated, not a child of the address that was posted to.
        URI address = context.session()
                .getContext()
                .getUri()
                .getAbsolutePath()
                .resolve("../" + made.key().id());
        return Response.created(address)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(ApiKeyRepresentation.of(made, now())))
                .build();
    }

    private static ApiKeyQuery query(@Nullable String status, @Nullable String environment) {
        ApiKeyQuery query = new ApiKeyQuery(ApiKeyStatus.find(status), ApiKeyEnvironment.find(environment));
        new Validation()
                .check(isAbsent(status) || query.status() != null, "status", "must be active, revoked or expired")
                .check(isAbsent(environment) || query.environment() != null, "environment", "must be live or test")
                .orRefuse();
        return query;
    }

    private static boolean isAbsent(@Nullable String parameter) {
        return parameter == null || parameter.isEmpty();
    }

    private static ApiKey require(@Nullable ApiKey key) {
        if (key == null) {
            throw Problem.notFound().asException();
        }
        return key;
    }

    private static Response answer(ApiKey key) {
        return Answers.ok(ApiKeyRepresentation.of(key, now())).build();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
