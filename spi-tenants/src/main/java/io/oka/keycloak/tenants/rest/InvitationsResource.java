package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.EmailAddresses;
import io.oka.keycloak.tenants.Invitation;
import io.oka.keycloak.tenants.InvitationProvider;
import io.oka.keycloak.tenants.InvitationStatus;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSettings;
import io.oka.keycloak.tenants.invitation.InvitationMail;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code …/tenants/{tenantId}/invitations}, for tenant admins and operators alike. No answer holds a link, and none tells
 * whether somebody has an account, but for members of this very tenant.
 */
@Tag(name = "Invitations", description = "Who was asked to join a tenant, and what became of it")
public final class InvitationsResource {

    private final TenantContext context;
    private final TenantModel tenant;
    private final InvitationProvider invitations;

    InvitationsResource(TenantContext context) {
        this.context = context;
        this.tenant = context.tenant();
        this.invitations = context.session().getProvider(InvitationProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listInvitations",
            summary = "The tenant's invitations, newest first",
            description = "Of members, this needs the role admin.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = InvitationRepresentation.class)))
    public Response list(
            @Parameter(
                            description = "Only those in this state",
                            schema = @Schema(implementation = InvitationStatus.class))
                    @QueryParam("status")
                    @Nullable
                    String status,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        context.requireRead(TenantRole.ADMIN);
        Page page = Page.of(first, max);
        InvitationStatus wanted = status(status);
        return Answers.list(
                        invitations.getInvitations(tenant, wanted, page.first(), page.max()).stream()
                                .map(InvitationRepresentation::of)
                                .toList(),
                        invitations.countInvitations(tenant, wanted))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "invite",
            summary = "Ask somebody to join, by e-mail",
            description = "Of members, this needs the role admin, or owner to invite an owner. The mail goes out after"
                    + " the answer; its link is in no answer.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewInvitationRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = InvitationRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "already_member, already_invited, invitation_limit_reached, email_not_configured, tenant_deleted")
    @APIResponse(responseCode = "429", description = "invitation_mail_limit_reached, invitation_rate_exceeded")
    public Response invite(InputStream body) {
        context.requireChange(TenantRole.ADMIN);
        JsonBody json = JsonBody.read(body);
        NewInvitationRepresentation wanted = json.as(NewInvitationRepresentation.class);
        TenantRole role = wanted.role() == null ? TenantRole.MEMBER : wanted.role();
        // Before the replay: who no longer owns the tenant does not get to see again whom they asked to own it.
        requireMayInvite(role);
        return IdempotencyKeys.run(
                context.session(), context.realm(), context.callerKey(), json.bytes(), () -> invite(wanted, role));
    }

    private Response invite(NewInvitationRepresentation wanted, TenantRole role) {
        String email = EmailAddresses.normalize(wanted.email());
        Integer hours = wanted.expiresInHours() == null
                ? TenantSettings.INVITATION_HOURS.in(context.realm())
                : wanted.expiresInHours();
        new Validation()
                .check(email != null, "email", EmailAddresses.RULE)
                .check(
                        email == null || InvitationMail.reaches(context.realm(), email),
                        "email",
                        "is not one that this realm's mail server can be given")
                .check(
                        hours >= 1 && hours <= TenantSettings.MOST_INVITATION_HOURS,
                        "expiresInHours",
                        "must be 1 to " + TenantSettings.MOST_INVITATION_HOURS)
                .orRefuse();
        Invitation made =
                invitations.invite(tenant, String.valueOf(email), role, Duration.ofHours(hours), context.userId());
        return Answers.created(context.session().getContext().getUri(), made.id(), InvitationRepresentation.of(made))
                .build();
    }

    @GET
    @Path("{invitationId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getInvitation",
            summary = "One invitation",
            description = "Of members, this needs the role admin.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = InvitationRepresentation.class)))
    public Response get(@PathParam("invitationId") String id) {
        context.requireRead(TenantRole.ADMIN);
        return answer(invitations.getInvitation(tenant, id));
    }

    @DELETE
    @Path("{invitationId}")
    @Operation(
            operationId = "revokeInvitation",
            summary = "Take an invitation back",
            description = "Of members, this needs the role admin. Its links stop working at once.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "invitation_accepted")
    public Response revoke(@PathParam("invitationId") String id) {
        context.requireChange(TenantRole.ADMIN);
        require(invitations.revoke(tenant, id));
        return Answers.noContent();
    }

    @POST
    @Path("{invitationId}/resend")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "resendInvitation",
            summary = "Mail it again, with a new link",
            description =
                    "Of members, this needs the role admin, or owner for an invitation to own. The links of earlier"
                            + " mails stop working, and the time to accept begins anew; also for an invitation that has expired.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = InvitationRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "invitation_accepted, invitation_revoked, already_member, already_invited,"
                    + " invitation_limit_reached, email_not_configured, tenant_deleted")
    @APIResponse(responseCode = "429", description = "invitation_mail_limit_reached")
    public Response resend(@PathParam("invitationId") String id) {
        context.requireChange(TenantRole.ADMIN);
        requireMayInvite(require(invitations.getInvitation(tenant, id)).role());
        return answer(invitations.resend(tenant, id));
    }

    /** Only owners appoint owners; operators may anything. */
    private void requireMayInvite(TenantRole role) {
        context.requireChange(role == TenantRole.OWNER ? TenantRole.OWNER : TenantRole.ADMIN);
    }

    private static @Nullable InvitationStatus status(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        InvitationStatus found = InvitationStatus.find(name);
        if (found == null) {
            throw Problem.invalid(
                            "status",
                            "must be one of "
                                    + Arrays.stream(InvitationStatus.values())
                                            .map(InvitationStatus::wireName)
                                            .collect(Collectors.joining(", ")))
                    .asException();
        }
        return found;
    }

    private static Response answer(@Nullable Invitation invitation) {
        return Answers.ok(InvitationRepresentation.of(require(invitation))).build();
    }

    private static Invitation require(@Nullable Invitation invitation) {
        if (invitation == null) {
            throw Problem.notFound().asException();
        }
        return invitation;
    }
}
