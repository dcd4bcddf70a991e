package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantRules;
import io.oka.keycloak.tenants.TenantSnapshot;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * {@code /realms/{realm}/tenants}: the door. Whoever comes to a tenant or to anything below it comes through {@link
 * #tenant}: a stranger, a service, a key and an id that is none get the same 404 there, but for what is a service's own
 * by its role or a key's by its scope.
 */
@Tag(name = "Tenants", description = "The tenants that a person belongs to")
public final class TenantsResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Caller caller;
    private final TenantProvider tenants;

    TenantsResource(KeycloakSession session, Caller caller) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.caller = caller;
        this.tenants = session.getProvider(TenantProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listTenants",
            summary = "The caller's tenants, by name",
            description = "Needs a user's token: only people have tenants.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = TenantRepresentation.class)))
    @APIResponse(responseCode = "403", description = "user_token_required")
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        String userId = requirePerson().user().getId();
        Page page = Page.of(first, max);
        return Answers.list(
                        tenants.getMemberships(realm, userId, page.first(), page.max()).stream()
                                .map(membership -> TenantRepresentation.of(membership.tenant(), membership.role()))
                                .toList(),
                        tenants.countMemberships(realm, userId))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createTenant",
            summary = "Make a tenant and become its owner",
            description = "Needs a user's token. A person owns at most maxTenantsPerUser, a setting of the realm.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewTenantRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = TenantRepresentation.class)))
    @APIResponse(responseCode = "403", description = "user_token_required")
    @APIResponse(responseCode = "409", description = "name_taken, tenant_limit_reached")
    public Response create(InputStream body) {
        Caller.Member person = requirePerson();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(session, realm, person.key(), json.bytes(), () -> create(person, json));
    }

    private Response create(Caller.Member person, JsonBody json) {
        TenantRules.widenAttributes(json.tree());
        NewTenantRepresentation wanted = json.as(NewTenantRepresentation.class);
        NewTenant accepted = TenantInput.newTenant(wanted.name(), wanted.displayName(), wanted.attributes(), null);
        TenantModel tenant = tenants.createOwnTenant(realm, accepted, person.user());
        return Answers.created(
                        session.getContext().getUri(),
                        tenant.getId(),
                        TenantRepresentation.of(tenant, TenantRole.OWNER))
                .header(HttpHeaders.ETAG, EntityTags.of(tenant.getVersion()))
                .build();
    }

    // Below, classes of their own: RESTEasy answers 404 and not 405 for a method that its class has on another path.

    @Path("active")
    public ActiveTenantResource active() {
        return new ActiveTenantResource(session, requirePerson());
    }

    @Path("sessions")
    public OwnSessionsResource sessions() {
        return new OwnSessionsResource(session, requirePerson());
    }

    @Path("{tenantId}")
    public TenantResource tenant(@PathParam("tenantId") String tenantId) {
        if (caller instanceof Caller.Member person) {
            // One query whatever the id is: how long it takes tells no more than what it answers.
            Membership found = tenants.getMembership(realm, person.user().getId(), tenantId);
            if (found != null && found.tenant().getId().equals(tenantId)) {
                return new TenantResource(new MemberContext(session, found.tenant(), person, found.role()));
            }
        } else if (mayCome(tenantId)) {
            TenantSnapshot found = tenants.snapshot(realm, tenantId);
            if (found != null && found.suspended() && caller instanceof Caller.ApiKey) {
                throw Problem.forbidden("tenant_suspended", "The tenant is suspended: its keys open nothing")
                        .asException();
            }
            if (found != null) {
                return new TenantResource(new MachineContext(session, realm, tenantId, caller));
            }
        }
        throw Problem.notFound().asException();
    }

    /** A service that has anything to do here comes to every tenant, a key to its own. */
    private boolean mayCome(String tenantId) {
        return caller instanceof Caller.Service service
                ? !service.roles().isEmpty()
                : caller instanceof Caller.ApiKey key && key.tenantId().equals(tenantId);
    }

    private Caller.Member requirePerson() {
        if (caller instanceof Caller.Member person) {
            return person;
        }
        throw Problem.forbidden("user_token_required", "Only people have tenants: this needs a user's token")
                .asException();
    }
}
