package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.MemberDetails;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSettings;
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
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
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
import org.keycloak.models.UserModel;

/** {@code …/tenants/{tenantId}/members}, for members and operators alike. */
@Tag(name = "Members", description = "Who belongs to a tenant, and in which role")
public final class MembersResource {

    private final TenantContext context;
    private final TenantModel tenant;
    private final TenantProvider tenants;

    MembersResource(TenantContext context) {
        this.context = context;
        this.tenant = context.tenant();
        this.tenants = context.session().getProvider(TenantProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listMembers",
            summary = "Who belongs to the tenant, longest-standing first",
            description = "Of members, this needs the role member.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = MemberRepresentation.class)))
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        context.requireRead(TenantRole.MEMBER);
        Page page = Page.of(first, max);
        return Answers.list(
                        tenants.getMembers(tenant, page.first(), page.max()).stream()
                                .map(MemberRepresentation::of)
                                .toList(),
                        tenants.countMembers(tenant))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "addMember",
            summary = "Add a user without asking",
            description = "Of members, this needs the role admin, or owner to add an owner, and the realm's setting"
                    + " directAdd.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewMemberRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = MemberRepresentation.class)))
    @APIResponse(responseCode = "403", description = "invite_only")
    @APIResponse(responseCode = "409", description = "already_member, member_limit_reached, organization_link_changed")
    public Response add(InputStream body) {
        context.requireChange(TenantRole.ADMIN);
        if (!context.isOperator() && !TenantSettings.DIRECT_ADD.in(context.realm())) {
            throw Problem.forbidden("invite_only", "People join by invitation here")
                    .asException();
        }
        JsonBody json = JsonBody.read(body);
        NewMemberRepresentation wanted = json.as(NewMemberRepresentation.class);
        TenantRole role = wanted.role() == null ? TenantRole.MEMBER : wanted.role();
        // Before the replay: who no longer owns the tenant does not get to see again whom they made an owner.
        requireMayHandle(context, role, null);
        return IdempotencyKeys.run(
                context.session(), context.realm(), context.callerKey(), json.bytes(), () -> add(wanted, role));
    }

    private Response add(NewMemberRepresentation wanted, TenantRole role) {
        UserModel user = find(wanted);
        MemberDetails member = tenants.addMember(tenant, user, role);
        // After it, since adding takes a linked Organization before the tenant; a refusal undoes it.
        requireMayHandle(context.hold(), role, null);
        return Answers.created(
                        context.session().getContext().getUri(), member.userId(), MemberRepresentation.of(member))
                .build();
    }

    @GET
    @Path("{userId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getMember",
            summary = "One member",
            description = "Of members, this needs the role member.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MemberRepresentation.class)))
    public Response get(@PathParam("userId") String userId) {
        context.requireRead(TenantRole.MEMBER);
        return Answers.ok(MemberRepresentation.of(require(tenants.getMember(tenant, userId))))
                .build();
    }

    @PATCH
    @Path("{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeRole",
            summary = "Give a member another role",
            description = "Of members, this needs the role admin, or owner to grant or take that. The last owner stays"
                    + " one.")
    @RequestBody(content = @Content(schema = @Schema(implementation = RolePatchRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MemberRepresentation.class)))
    @APIResponse(responseCode = "409", description = "last_owner")
    public Response changeRole(@PathParam("userId") String userId, InputStream body) {
        context.requireChange(TenantRole.ADMIN);
        TenantRole role = JsonBody.read(body).as(RolePatchRepresentation.class).role();
        new Validation().check(role != null, "role", "is needed").orRefuse();
        requireMayHandle(context.hold(), Objects.requireNonNull(role), require(tenants.getMember(tenant, userId)));
        return Answers.ok(MemberRepresentation.of(require(tenants.setRole(tenant, userId, role))))
                .build();
    }

    @DELETE
    @Path("{userId}")
    @Operation(
            operationId = "removeMember",
            summary = "Remove a member, or leave",
            description =
                    "Of members, this needs the role admin, or owner to remove an owner; anyone may leave. The last"
                            + " owner stays.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "last_owner, managed_member")
    public Response remove(@PathParam("userId") String userId) {
        boolean leaving = userId.equals(context.userId());
        context.requireChange(leaving ? TenantRole.MEMBER : TenantRole.ADMIN);
        TenantContext held = context.hold(userId);
        MemberDetails member = require(tenants.getMember(tenant, userId));
        if (!leaving) {
            requireMayHandle(held, TenantRole.MEMBER, member);
        }
        tenants.removeMember(tenant, userId);
        return Answers.noContent();
    }

    /** Only owners grant or take ownership; operators may anything. */
    private static void requireMayHandle(TenantContext context, TenantRole role, @Nullable MemberDetails member) {
        boolean ownership = role == TenantRole.OWNER || (member != null && member.role() == TenantRole.OWNER);
        context.requireChange(ownership ? TenantRole.OWNER : TenantRole.ADMIN);
    }

    private UserModel find(NewMemberRepresentation wanted) {
        long named = Stream.of(wanted.userId(), wanted.username(), wanted.email())
                .filter(Objects::nonNull)
                .count();
        new Validation()
                .check(named == 1, "userId", "give exactly one of userId, username and email")
                .orRefuse();
        KeycloakSession session = context.session();
        RealmModel realm = context.realm();
        UserModel user = wanted.userId() != null
                ? session.users().getUserById(realm, wanted.userId())
                : wanted.username() != null
                        ? session.users().getUserByUsername(realm, wanted.username())
                        : session.users().getUserByEmail(realm, wanted.email());
        if (user == null || user.getServiceAccountClientLink() != null) {
            String field = wanted.userId() != null ? "userId" : wanted.username() != null ? "username" : "email";
            throw Problem.invalid(field, "names no user of this realm").asException();
        }
        return user;
    }

    private static MemberDetails require(@Nullable MemberDetails member) {
        if (member == null) {
            throw Problem.notFound().asException();
        }
        return member;
    }
}
