package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.tenants.login.TenantChoice;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The invitation that a login came with, remembered on the server's side: the token of the link is needed once and never
 * shown again. Kept in notes that outlive a restart of the flow, so that going back, signing in by an identity provider
 * or registering all lead to the same question.
 *
 * @param email the address that the mail went to
 */
public record PendingInvitation(String invitationId, String linkId, String email) {

    private static final String INVITATION = "oka.invitation";
    private static final String LINK = "oka.invitation.link";
    private static final String EMAIL = "oka.invitation.email";

    /** Note of the authentication only: who registered by this invitation, and thereby said yes. */
    private static final String REGISTERED = "oka.invitation.registered";

    /** What this authentication came with; null for any other login. */
    public static @Nullable PendingInvitation of(AuthenticationSessionModel authentication) {
        String id = authentication.getClientNote(INVITATION);
        String link = authentication.getClientNote(LINK);
        String email = authentication.getClientNote(EMAIL);
        return id == null || link == null || email == null ? null : new PendingInvitation(id, link, email);
    }

    /** Has this authentication come to an answer before it comes to a tenant. */
    void rememberIn(AuthenticationSessionModel authentication) {
        authentication.setClientNote(INVITATION, invitationId);
        authentication.setClientNote(LINK, linkId);
        authentication.setClientNote(EMAIL, email);
        TenantChoice.deferTo(authentication, InvitationActionFactory.PROVIDER_ID);
    }

    /** It is answered: the login goes on as any other. */
    static void forget(AuthenticationSessionModel authentication) {
        authentication.removeClientNote(INVITATION);
        authentication.removeClientNote(LINK);
        authentication.removeClientNote(EMAIL);
        authentication.removeAuthNote(REGISTERED);
        TenantChoice.endDeferral(authentication);
    }

    /** Whether the invitation went to this user's address. */
    public boolean isFor(UserModel user) {
        return email.equalsIgnoreCase(user.getEmail());
    }

    /** Remembers that this user registered on the page that told of the invitation: nobody asks them again. */
    public static void registered(AuthenticationSessionModel authentication, UserModel user) {
        authentication.setAuthNote(REGISTERED, user.getId());
    }

    static boolean hasRegistered(AuthenticationSessionModel authentication, UserModel user) {
        return user.getId().equals(authentication.getAuthNote(REGISTERED));
    }

    /** As much of the address as helps its owner and nobody else. */
    String maskedEmail() {
        int at = email.lastIndexOf('@');
        if (at < 1) {
            return "…";
        }
        String end = at > 2 ? email.substring(at - 1, at) : "";
        return email.charAt(0) + "…" + end + email.substring(at);
    }
}
