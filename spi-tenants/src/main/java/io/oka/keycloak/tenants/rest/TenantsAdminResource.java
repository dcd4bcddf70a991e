package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantQuery;
import io.oka.keycloak.tenants.TenantRules;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** {@code /admin/realms/{realm}/tenants}: every tenant of the realm, for its operators. */
@Tag(name = "Tenants (operators)", description = "Every tenant of a realm")
public final class TenantsAdminResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final TenantProvider tenants;

    TenantsAdminResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.tenants = session.getProvider(TenantProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "searchTenants", summary = "The realm's tenants, oldest first")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = OperatorTenantRepresentation.class)))
    public Response search(
            @Parameter(description = "Part of the name or display name, whatever its case")
                    @QueryParam("search")
                    @Nullable
                    String search,
            @Parameter(
                            description = "The deleted tenants instead of the living",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("deleted")
                    @DefaultValue("false")
                    String deleted,
            @Parameter(
                            description = "Only tenants that nobody owns",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("ownerless")
                    @DefaultValue("false")
                    String ownerlessOnly,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        auth.realm().requireViewRealm();
        new Validation()
                .check(isBoolean(deleted), "deleted", "must be true or false")
                .check(isBoolean(ownerlessOnly), "ownerless", "must be true or false")
                .orRefuse();
        Page page = Page.of(first, max);
        TenantQuery query = new TenantQuery(search, deleted.equals("true"), ownerlessOnly.equals("true"));
        List<TenantModel> found = tenants.searchTenants(realm, query, page.first(), page.max());
        Set<String> ownerless = new HashSet<>(
                tenants.ownerless(realm, found.stream().map(TenantModel::getId).toList()));
        return Answers.list(
                        found.stream()
                                .map(tenant ->
                                        OperatorTenantRepresentation.of(tenant, ownerless.contains(tenant.getId())))
                                .toList(),
                        tenants.countTenants(realm, query))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createTenantFor", summary = "Make a tenant, for its first owner or for nobody yet")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewOperatorTenantRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = OperatorTenantRepresentation.class)))
    @APIResponse(responseCode = "409", description = "name_taken")
    public Response create(InputStream body) {
        auth.realm().requireManageRealm();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(session, realm, OperatorContext.key(auth), json.bytes(), () -> create(json));
    }

    private Response create(JsonBody json) {
        TenantRules.widenAttributes(json.tree());
        NewOperatorTenantRepresentation wanted = json.as(NewOperatorTenantRepresentation.class);
        NewTenant accepted =
                TenantInput.newTenant(wanted.name(), wanted.displayName(), wanted.attributes(), wanted.quotaLimit());
        UserModel owner = owner(wanted);
        TenantModel tenant = tenants.createTenant(realm, accepted, owner);
        return Answers.created(
                        session.getContext().getUri(),
                        tenant.getId(),
                        OperatorTenantRepresentation.of(tenant, owner == null))
                .header(HttpHeaders.ETAG, EntityTags.of(tenant.getVersion()))
                .build();
    }

    @Path("{tenantId}")
    public TenantAdminResource tenant(@PathParam("tenantId") String tenantId) {
        // Whether it is there is for those to know who may read the realm.
        auth.realm().requireViewRealm();
        TenantModel tenant = tenants.getTenantOrDeleted(realm, tenantId);
        if (tenant == null) {
            throw Problem.notFound().asException();
        }
        return new TenantAdminResource(new OperatorContext(session, tenant, auth));
    }

    private static boolean isBoolean(String text) {
        return text.equals("true") || text.equals("false");
    }

    private @Nullable UserModel owner(NewOperatorTenantRepresentation wanted) {
        new Validation()
                .check(
                        wanted.ownerId() == null || wanted.ownerUsername() == null,
                        "ownerUsername",
                        "give ownerId or ownerUsername, not both")
                .orRefuse();
        if (wanted.ownerId() == null && wanted.ownerUsername() == null) {
            return null;
        }
        UserModel owner = wanted.ownerId() != null
                ? session.users().getUserById(realm, wanted.ownerId())
                : session.users().getUserByUsername(realm, wanted.ownerUsername());
        if (owner == null || owner.getServiceAccountClientLink() != null) {
            throw Problem.invalid(wanted.ownerId() != null ? "ownerId" : "ownerUsername", "names no user of this realm")
                    .asException();
        }
        return owner;
    }
}
