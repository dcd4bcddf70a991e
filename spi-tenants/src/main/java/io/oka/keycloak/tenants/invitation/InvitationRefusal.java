package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.common.problem.ConflictException;
import jakarta.ws.rs.core.Response.Status;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.UserModel;

/**
 * Why an invitation cannot be accepted, for the person and for the event log.
 *
 * @param code stable, as it stands in events
 * @param message key of the sentence
 */
public record InvitationRefusal(String code, String message, Status status) {

    static final InvitationRefusal WRONG_ACCOUNT =
            new InvitationRefusal("wrong_account", "okaInvitationWrongAccount", Status.FORBIDDEN);

    public static InvitationRefusal of(ConflictException conflict) {
        String code = conflict.code();
        return switch (code) {
            case "invitation_expired" -> new InvitationRefusal(code, "okaInvitationExpired", Status.GONE);
            case "invitation_revoked" -> new InvitationRefusal(code, "okaInvitationRevoked", Status.GONE);
            case "invitation_replaced" -> new InvitationRefusal(code, "okaInvitationReplaced", Status.GONE);
            case "invitation_accepted" -> new InvitationRefusal(code, "okaInvitationAccepted", Status.GONE);
            case "tenant_deleted" -> new InvitationRefusal(code, "okaInvitationTenantDeleted", Status.GONE);
            case "tenant_suspended" -> new InvitationRefusal(code, "okaInvitationTenantSuspended", Status.FORBIDDEN);
            case "member_limit_reached" -> new InvitationRefusal(code, "okaInvitationNoSeat", Status.CONFLICT);
            case "wrong_account" -> WRONG_ACCOUNT;
            case "invitation_not_found" -> new InvitationRefusal(code, "okaInvitationNotFound", Status.NOT_FOUND);
            case "invitations_off" -> new InvitationRefusal(code, "okaInvitationsOff", Status.NOT_FOUND);
            default -> new InvitationRefusal(code, "okaInvitationFailed", Status.CONFLICT);
        };
    }

    boolean isWrongAccount() {
        return code.equals(WRONG_ACCOUNT.code);
    }

    /** Writes it to the event log, which never sees the link. */
    void tell(EventBuilder event, String invitationId) {
        event.detail(Details.ACTION, InvitationToken.TYPE)
                .detail(Details.TOKEN_ID, invitationId)
                .detail(Details.REASON, "Invitation refused")
                .error(code);
    }

    void tell(EventBuilder event, String invitationId, UserModel user) {
        tell(event.user(user).detail(Details.USERNAME, user.getUsername()), invitationId);
    }
}
