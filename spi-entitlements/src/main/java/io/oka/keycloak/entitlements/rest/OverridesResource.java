package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Overrides;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
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
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** {@code …/entitlements/overrides}: what single tenants have beyond their plans, and why. */
@Tag(name = "Overrides (operators)", description = "What single tenants have beyond their plans, and why")
public final class OverridesResource {

    private final Operator operator;
    private final RealmModel realm;
    private final Overrides overrides;
    private final TenantProvider tenants;

    OverridesResource(Operator operator) {
        this.operator = operator;
        this.realm = operator.realm();
        this.overrides = EntitlementProvider.of(operator.session()).overrides();
        this.tenants = operator.session().getProvider(TenantProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listOverrides", summary = "Overrides, newest first, those that have ended included")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = OverrideRepresentation.class)))
    public Response list(
            @Parameter(description = "Only this tenant's") @QueryParam("tenantId") @Nullable String tenantId,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        operator.requireView();
        Page page = Page.of(first, max);
        return Answers.list(
                        represent(overrides.search(realm, tenantId, page.first(), page.max())),
                        overrides.count(realm, tenantId))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createOverride",
            summary = "Give a tenant something beyond its plan",
            description = "It acts at once and ends at its instant. Boosts add up, the highest tier wins, grants join.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewOverrideRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = OverrideRepresentation.class)))
    @APIResponse(responseCode = "409", description = "override_limit_reached")
    public Response create(InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(operator.session(), realm, operator.key(), json.bytes(), () -> create(json));
    }

    private Response create(JsonBody json) {
        NewOverrideRepresentation wanted = json.as(NewOverrideRepresentation.class);
        Instant now = Times.now();
        String value = OverrideInput.check(
                wanted, EntitlementProvider.of(operator.session()).plans(), realm, now);
        TenantModel tenant = tenants.getTenant(realm, Objects.requireNonNull(wanted.tenantId()));
        if (tenant == null) {
            throw Problem.invalid("tenantId", "names no tenant of this realm").asException();
        }
        tenants.lock(tenant);
        EntitlementOverride made = overrides.create(
                tenant,
                Objects.requireNonNull(wanted.type()),
                value,
                wanted.service(),
                wanted.reason(),
                operator.userId(),
                Times.kept(wanted.expiresAt()));
        return Answers.created(
                        operator.session().getContext().getUri(), made.id(), OverrideRepresentation.of(made, now))
                .build();
    }

    @DELETE
    @Operation(operationId = "deleteOverridesOfTenant", summary = "Remove all overrides of one tenant")
    @APIResponse(responseCode = "204")
    public Response deleteAll(
            @Parameter(description = "Whose", required = true) @QueryParam("tenantId") @Nullable String tenantId) {
        operator.requireManage();
        new Validation()
                .check(tenantId != null && !tenantId.isEmpty(), "tenantId", "is needed")
                .orRefuse();
        overrides.deleteAll(realm, Objects.requireNonNull(tenantId));
        return Answers.noContent();
    }

    @GET
    @Path("{overrideId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getOverride", summary = "One override")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OverrideRepresentation.class)))
    public Response get(@PathParam("overrideId") String id) {
        operator.requireView();
        return answer(require(overrides.get(realm, id)));
    }

    @GET
    @Path("{tenantId}/active")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listActiveOverrides", summary = "A tenant's overrides that hold now, newest first")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = OverrideRepresentation.class)))
    public Response active(@PathParam("tenantId") String tenantId) {
        operator.requireView();
        if (tenants.getTenant(realm, tenantId) == null) {
            throw Problem.notFound().asException();
        }
        List<EntitlementOverride> active = overrides.active(realm, tenantId);
        return Answers.list(represent(active), active.size()).build();
    }

    @POST
    @Path("{overrideId}/expire")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "expireOverride", summary = "End an override now")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OverrideRepresentation.class)))
    @APIResponse(responseCode = "409", description = "override_expired")
    public Response expire(@PathParam("overrideId") String id) {
        operator.requireManage();
        return answer(overrides.expire(realm, require(overrides.lock(realm, id))));
    }

    @POST
    @Path("{overrideId}/extend")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "extendOverride", summary = "Let an override end later")
    @RequestBody(content = @Content(schema = @Schema(implementation = ExtensionRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OverrideRepresentation.class)))
    @APIResponse(responseCode = "409", description = "override_expired, not_an_extension")
    public Response extend(@PathParam("overrideId") String id, InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.read(body);
        Instant expiresAt = json.as(ExtensionRepresentation.class).expiresAt();
        Patch patch = json.asPatch();
        Validation validation = new Validation().check(patch.has("expiresAt"), "expiresAt", "is needed");
        OverrideInput.checkFuture(validation, expiresAt, Times.now());
        validation.orRefuse();
        return answer(overrides.extend(realm, require(overrides.lock(realm, id)), Times.kept(expiresAt)));
    }

    @DELETE
    @Path("{overrideId}")
    @Operation(operationId = "deleteOverride", summary = "Remove an override, and end it thereby")
    @APIResponse(responseCode = "204")
    public Response delete(@PathParam("overrideId") String id) {
        operator.requireManage();
        overrides.delete(realm, require(overrides.lock(realm, id)));
        return Answers.noContent();
    }

    private static EntitlementOverride require(@Nullable EntitlementOverride override) {
        if (override == null) {
            throw Problem.notFound().asException();
        }
        return override;
    }

    private static List<OverrideRepresentation> represent(List<EntitlementOverride> found) {
        Instant now = Times.now();
        return found.stream()
                .map(override -> OverrideRepresentation.of(override, now))
                .toList();
    }

    private static Response answer(EntitlementOverride override) {
        return Answers.ok(OverrideRepresentation.of(override, Times.now())).build();
    }
}
