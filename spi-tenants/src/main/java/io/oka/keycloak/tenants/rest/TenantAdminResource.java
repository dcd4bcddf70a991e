package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /admin/realms/{realm}/tenants/{tenantId}}: one tenant, for operators. */
@Tag(name = "Tenants (operators)")
public final class TenantAdminResource {

    private final OperatorContext context;
    private final TenantModel tenant;
    private final TenantProvider tenants;

    TenantAdminResource(OperatorContext context) {
        this.context = context;
        this.tenant = context.tenant();
        this.tenants = context.session().getProvider(TenantProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getTenantForOperator", summary = "One tenant, also if it is deleted and not yet purged")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorTenantRepresentation.class)))
    public Response get() {
        context.requireRead(TenantRole.MEMBER);
        return answer();
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "patchTenantForOperator",
            summary = "Change a tenant, its limit and its Organization",
            description = "Linking with a native Organization carries the members of the authoritative side over to the"
                    + " other; from then on membership follows both ways. An organizationId of null ends the link.")
    @RequestBody(content = @Content(schema = @Schema(implementation = OperatorTenantPatchRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorTenantRepresentation.class)))
    @APIResponse(responseCode = "400", description = "validation_failed, organization_not_found")
    @APIResponse(
            responseCode = "409",
            description =
                    "name_taken, tenant_deleted, organizations_disabled, organization_linked, member_limit_reached")
    @APIResponse(responseCode = "412")
    public Response patch(@Context HttpHeaders headers, InputStream body) {
        context.requireChange(TenantRole.OWNER);
        Patch patch = JsonBody.read(body).asPatch();
        holdLiving(headers);
        OrganizationInput.apply(patch, tenant, tenants);
        TenantInput.apply(patch, tenant, true);
        tenants.updated(tenant);
        return answer();
    }

    @POST
    @Path("suspend")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "suspendTenant", summary = "Let it be read and nothing else; its keys do not exchange")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorTenantRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    @APIResponse(responseCode = "412")
    public Response suspend(@Context HttpHeaders headers) {
        context.requireChange(TenantRole.OWNER);
        holdLiving(headers);
        tenants.suspend(tenant);
        return answer();
    }

    @POST
    @Path("resume")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "resumeTenant", summary = "End a suspension")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorTenantRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    @APIResponse(responseCode = "412")
    public Response resume(@Context HttpHeaders headers) {
        context.requireChange(TenantRole.OWNER);
        holdLiving(headers);
        tenants.resume(tenant);
        return answer();
    }

    @DELETE
    @Operation(operationId = "deleteTenantForOperator", summary = "Delete a tenant; it can be restored for 30 days")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "tenant_deleted")
    @APIResponse(responseCode = "412")
    public Response delete(@Context HttpHeaders headers) {
        context.requireChange(TenantRole.OWNER);
        holdLiving(headers);
        tenants.delete(tenant);
        return Answers.noContent();
    }

    @POST
    @Path("restore")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "restoreTenant", summary = "Bring a deleted tenant back")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OperatorTenantRepresentation.class)))
    @APIResponse(responseCode = "409", description = "name_taken, not_deleted")
    @APIResponse(responseCode = "412")
    public Response restore(@Context HttpHeaders headers) {
        context.requireChange(TenantRole.OWNER);
        tenants.lock(tenant);
        EntityTags.requireMatch(headers, tenant.getVersion());
        tenants.restore(tenant);
        return answer();
    }

    @Path("members")
    public MembersResource members() {
        return new MembersResource(context);
    }

    @Path("invitations")
    public InvitationsResource invitations() {
        return new InvitationsResource(context);
    }

    private void holdLiving(HttpHeaders headers) {
        tenants.lock(tenant);
        EntityTags.requireMatch(headers, tenant.getVersion());
        if (tenant.getDeletedAt() != null) {
            throw new ConflictException("tenant_deleted", "The tenant is deleted: restore it first");
        }
    }

    private Response answer() {
        boolean ownerless =
                !tenants.ownerless(context.realm(), List.of(tenant.getId())).isEmpty();
        return Answers.ok(OperatorTenantRepresentation.of(tenant, ownerless), tenant.getVersion())
                .build();
    }
}
