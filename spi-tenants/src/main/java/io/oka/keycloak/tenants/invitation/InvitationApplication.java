package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.tenants.TenantSettings;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.SystemClientUtil;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.util.ResolveRelative;

/**
 * Where people go who have accepted: the realm's <i>invitationClient</i>.
 *
 * @param client the one that the login is for
 * @param url its base URL; null if it has none that a browser can go to
 */
record InvitationApplication(ClientModel client, @Nullable String url) {

    static InvitationApplication of(KeycloakSession session, RealmModel realm) {
        ClientModel wanted = realm.getClientByClientId(TenantSettings.INVITATION_CLIENT.in(realm));
        if (wanted != null
                && wanted.isEnabled()
                && !wanted.isBearerOnly()
                && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(wanted.getProtocol())) {
            String url = url(session, wanted);
            if (url != null) {
                return new InvitationApplication(wanted, url);
            }
        }
        return new InvitationApplication(SystemClientUtil.getSystemClient(realm), null);
    }

    private static @Nullable String url(KeycloakSession session, ClientModel client) {
        String base = client.getBaseUrl();
        if (base == null || base.isBlank()) {
            return null;
        }
        String resolved = ResolveRelative.resolveRelativeUri(session, client.getRootUrl(), base);
        try {
            String scheme = new URI(resolved).getScheme();
            return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme) ? resolved : null;
        } catch (URISyntaxException e) {
            // An operator's slip, and no reason to keep people from accepting.
            return null;
        }
    }
}
