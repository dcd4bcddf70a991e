package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.tenants.Invitation;
import java.net.URI;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.services.resources.LoginActionsService;

/** Makes the links that invitations are mailed with. */
public final class InvitationLinks {

    private InvitationLinks() {}

    /**
     * A link that leads into the flow that accepts the invitation, as long as it is the one of this {@link
     * Invitation#linkId()}. Whoever has it reads the address: it is for the mail alone.
     *
     * @param base where people reach the server
     */
    public static URI linkTo(KeycloakSession session, RealmModel realm, Invitation invitation, URI base) {
        InvitationToken token = new InvitationToken(invitation, Urls.realmIssuer(base, realm.getName()));
        // No client and no tab: the flow finds its own, and a link that is opened elsewhere starts there.
        return Urls.loginActionsBase(base)
                .path(LoginActionsService.class, "executeActionToken")
                .queryParam(Constants.KEY, sign(session, realm, token))
                .build(realm.getName());
    }

    /** Keycloak signs with the keys of the realm in the context, which work in the background may not have set. */
    private static String sign(KeycloakSession session, RealmModel realm, InvitationToken token) {
        KeycloakContext context = session.getContext();
        RealmModel before = context.getRealm();
        context.setRealm(realm);
        try {
            return session.tokens().encode(token);
        } finally {
            context.setRealm(before);
        }
    }
}
