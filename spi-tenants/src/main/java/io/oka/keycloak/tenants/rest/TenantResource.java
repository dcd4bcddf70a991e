package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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

/**
 * {@code /realms/{realm}/tenants/{tenantId}}: one tenant, for its members, and the way to what hangs below it, for its
 * members, for services and for its keys. To those two there is nothing here itself.
 */
@Tag(name = "Tenants")
public final class TenantResource {

    private final TenantContext context;
    private final TenantProvider tenants;

    TenantResource(TenantContext context) {
        this.context = context;
        this.tenants = context.session().getProvider(TenantProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getTenant", summary = "One tenant of the caller", description = "Needs the role member.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TenantRepresentation.class)))
    @APIResponse(responseCode = "304")
    public Response get(@Context HttpHeaders headers) {
        context.requireRead(TenantRole.MEMBER);
        String tag = EntityTags.of(context.tenant().getVersion());
        if (EntityTags.isKnown(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            return Response.notModified().header(HttpHeaders.ETAG, tag).build();
        }
        return answer();
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "patchTenant",
            summary = "Change name, display name or attributes",
            description = "Needs the role admin. What is absent stays as it is.")
    @RequestBody(content = @Content(schema = @Schema(implementation = TenantPatchRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TenantRepresentation.class)))
    @APIResponse(responseCode = "409", description = "name_taken")
    @APIResponse(responseCode = "412")
    public Response patch(@Context HttpHeaders headers, InputStream body) {
        context.requireChange(TenantRole.ADMIN);
        Patch patch = JsonBody.read(body).asPatch();
        hold(TenantRole.ADMIN, headers);
        TenantInput.apply(patch, context.tenant(), false);
        tenants.updated(context.tenant());
        return answer();
    }

    @DELETE
    @Operation(
            operationId = "deleteTenant",
            summary = "Delete the tenant",
            description = "Needs the role owner. An operator can restore the tenant for 30 days.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "412")
    public Response delete(@Context HttpHeaders headers) {
        context.requireChange(TenantRole.OWNER);
        hold(TenantRole.OWNER, headers);
        tenants.delete(context.tenant());
        return Answers.noContent();
    }

    @Path("members")
    public MembersResource members() {
        return new MembersResource(context);
    }

    @Path("sessions")
    public SessionsResource sessions() {
        return new SessionsResource(context);
    }

    @Path("invitations")
    public InvitationsResource invitations() {
        return new InvitationsResource(context);
    }

    @Path("audit")
    public AuditResource audit() {
        return new AuditResource(context);
    }

    /** What other floors serve below a tenant; they find the caller known, and its membership if it is a person. */
    @Path("{provider}")
    public Object below(@PathParam("provider") String id) {
        return below(context, id);
    }

    static Object below(TenantContext context, String id) {
        TenantResourceProvider provider = context.session().getProvider(TenantResourceProvider.class, id);
        if (provider == null) {
            throw Problem.notFound().asException();
        }
        return provider.getResource(context);
    }

    private void hold(TenantRole atLeast, HttpHeaders headers) {
        context.hold().requireChange(atLeast);
        EntityTags.requireMatch(headers, context.tenant().getVersion());
    }

    private Response answer() {
        TenantModel tenant = context.tenant();
        // The role changes the representation and not the version: caches must not share it between callers.
        return Answers.ok(TenantRepresentation.of(tenant, Objects.requireNonNull(context.role())), tenant.getVersion())
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .build();
    }
}
