package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.Flags;
import io.oka.keycloak.tenants.TenantProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** {@code …/entitlements/flags/{key}}: one flag. */
@Tag(name = "Flags (operators)")
public final class FlagResource {

    private final Operator operator;
    private final RealmModel realm;
    private final Flags flags;
    private final String key;

    FlagResource(Operator operator, String key) {
        this.operator = operator;
        this.realm = operator.realm();
        this.flags = EntitlementProvider.of(operator.session()).flags();
        this.key = key;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getFlag", summary = "One flag")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "304")
    public Response get(@Context HttpHeaders headers) {
        operator.requireView();
        Flag flag = require(flags.get(realm, key));
        String tag = EntityTags.of(flag.version());
        return EntityTags.isKnown(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.notModified().header(HttpHeaders.ETAG, tag).build()
                : answer(flag);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "replaceFlag", summary = "Write a flag anew")
    @RequestBody(content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "412")
    public Response replace(@Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        FlagRepresentation wanted = JsonBody.read(body).as(FlagRepresentation.class);
        Flag held = hold(headers);
        List<String> tenants = Objects.requireNonNullElse(wanted.enabledTenants(), List.of());
        return update(held, wanted.key() == null ? named(wanted) : wanted, tenants);
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "patchFlag", summary = "Change a flag", description = "What is absent stays as it is.")
    @RequestBody(content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "412")
    public Response patch(@Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        Patch patch = JsonBody.read(body).asPatch();
        Flag held = hold(headers);
        FlagRepresentation wanted = Merge.of(FlagRepresentation.of(held, tenants()), patch, FlagRepresentation.class);
        boolean names = patch.has("enabledTenants");
        return update(held, wanted, names ? Objects.requireNonNullElse(wanted.enabledTenants(), List.of()) : null);
    }

    @DELETE
    @Operation(operationId = "deleteFlag", summary = "Remove a flag", description = "Nobody has it then.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "412")
    public Response delete(@Context HttpHeaders headers) {
        operator.requireManage();
        flags.delete(realm, hold(headers));
        return Answers.noContent();
    }

    @POST
    @Path("toggle")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "toggleFlag", summary = "Kill a flag, or bring it back")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "412")
    public Response toggle(@Context HttpHeaders headers) {
        operator.requireManage();
        Flag held = hold(headers);
        Flag toggled = new Flag(
                held.key(),
                held.description(),
                !held.active(),
                held.enabledTiers(),
                held.rolloutPercentage(),
                held.rolloutTiers(),
                held.stickiness(),
                held.offValue(),
                held.variants(),
                held.valueType(),
                held.version());
        return answer(flags.update(realm, toggled, null));
    }

    @PUT
    @Path("tenants/{tenantId}")
    @Operation(operationId = "enableFlagForTenant", summary = "Give a tenant the flag by name")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "too_many_tenants")
    @APIResponse(responseCode = "412")
    public Response enable(@PathParam("tenantId") String tenantId, @Context HttpHeaders headers) {
        operator.requireManage();
        if (operator.session().getProvider(TenantProvider.class).getTenant(realm, tenantId) == null) {
            throw Problem.notFound().asException();
        }
        return noContent(flags.enable(realm, hold(headers), tenantId));
    }

    @DELETE
    @Path("tenants/{tenantId}")
    @Operation(
            operationId = "disableFlagForTenant",
            summary = "Take that back",
            description = "The tenant may still have the flag by its tier, by the rollout or by an override.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "412")
    public Response disable(@PathParam("tenantId") String tenantId, @Context HttpHeaders headers) {
        operator.requireManage();
        return noContent(flags.disable(realm, hold(headers), tenantId));
    }

    private Flag hold(HttpHeaders headers) {
        Flag held = require(flags.lock(realm, key));
        EntityTags.requireMatch(headers, held.version());
        return held;
    }

    private Response update(Flag held, FlagRepresentation wanted, @Nullable List<String> tenants) {
        new Validation()
                .check(held.key().equals(wanted.key()), "key", "never changes")
                .orRefuse();
        Flag accepted = FlagInput.check(wanted, held.version());
        if (tenants != null) {
            FlagsResource.requireTenants(operator, tenants);
        }
        return answer(flags.update(realm, accepted, tenants));
    }

    private FlagRepresentation named(FlagRepresentation wanted) {
        return new FlagRepresentation(
                key,
                wanted.description(),
                wanted.active(),
                wanted.enabledTiers(),
                wanted.enabledTenants(),
                wanted.rolloutPercentage(),
                wanted.rolloutTiers(),
                wanted.stickiness(),
                wanted.offValue(),
                wanted.variants(),
                wanted.valueType());
    }

    private static Flag require(@Nullable Flag flag) {
        if (flag == null) {
            throw Problem.notFound().asException();
        }
        return flag;
    }

    private List<String> tenants() {
        return flags.enabledTenants(realm, List.of(key)).getOrDefault(key, List.of());
    }

    private Response answer(Flag flag) {
        return Answers.ok(FlagRepresentation.of(flag, tenants()), flag.version())
                .build();
    }

    private static Response noContent(Flag flag) {
        return Response.noContent()
                .header(HttpHeaders.ETAG, EntityTags.of(flag.version()))
                .build();
    }
}
