package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.tenants.Invitation;
import java.net.URI;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Makes the links that invitations are mailed with. */
public final class InvitationLinks {

    private InvitationLinks() {}

    /**
     * A link that leads into the flow that accepts the invitation, as long as it is the one of this {@link
     * Invitation#linkId()}.
     *
     * @param base where people reach the server
     */
    public static URI linkTo(KeycloakSession session, RealmModel realm, Invitation invitation, URI base) {
        throw new UnsupportedOperationException("to be written");
    }
}
