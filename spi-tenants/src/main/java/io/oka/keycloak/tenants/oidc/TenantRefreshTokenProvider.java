package io.oka.keycloak.tenants.oidc;

import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.login.TenantChoice;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.representations.RefreshToken;

/**
 * Keycloak's own refresh with one check more: where the login's flow lets nobody in without a tenant, nobody stays in
 * whose membership is gone. It inherits instead of asking beforehand, since the session may only be read once the refresh
 * holds its lock.
 */
final class TenantRefreshTokenProvider extends DefaultRefreshTokenProvider {

    TenantRefreshTokenProvider(KeycloakSession session) {
        super(session);
    }

    /** First refresh tokens are left to Keycloak. */
    @Override
    public boolean supports(InitialRefreshTokenContext context) {
        return false;
    }

    @Override
    public boolean supports(RefreshTokenContext context) {
        return OkaRealm.isOn(session.getContext().getRealm()) && super.supports(context);
    }

    @Override
    protected TokenManager.TokenValidation validateToken(
            KeycloakSession session,
            UriInfo uriInfo,
            ClientConnection connection,
            RealmModel realm,
            RefreshToken oldToken,
            HttpHeaders headers,
            String scope,
            ClientModel client,
            TokenManager tokenManager,
            EventBuilder event)
            throws OAuthErrorException {
        TokenManager.TokenValidation validation = super.validateToken(
                session, uriInfo, connection, realm, oldToken, headers, scope, client, tokenManager, event);
        AuthenticatedClientSessionModel clientSession = validation.clientSessionCtx.getClientSession();
        if (TenantChoice.deniesWithoutTenant(clientSession)) {
            String tenantId = TenantChoice.of(clientSession);
            if (tenantId != null
                    && TenantChoice.membership(session, realm, validation.user.getId(), tenantId) == null) {
                throw new OAuthErrorException(
                        OAuthErrorException.INVALID_GRANT, "The user is no longer a member of the tenant");
            }
        }
        return validation;
    }
}
