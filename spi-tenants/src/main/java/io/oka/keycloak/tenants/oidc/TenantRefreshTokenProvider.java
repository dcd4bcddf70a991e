package io.oka.keycloak.tenants.oidc;

import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.TenantSessionProvider;
import io.oka.keycloak.tenants.login.NewestSession;
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
 * Keycloak's own refresh with some checks more. Where the login's flow lets nobody in without a tenant, nobody stays in
 * whose membership is gone. Where a person has one session per service and tenant, a later login has ended this one. Where
 * refresh tokens are used once, one that comes twice was stolen from somebody: its session ends. It inherits instead of asking beforehand, since the session may only be read once the refresh
 * holds its lock.
 */
final class TenantRefreshTokenProvider extends DefaultRefreshTokenProvider {

    /** Note of the client session, with the chain of tokens that began at one login: the newest token's id. */
    private static final String NEWEST = "oka.refresh.newest.";

    private static final String REUSE = "refresh_token_reuse";

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
        if (realm.isRevokeRefreshToken()) {
            requireFirstUse(realm, oldToken, clientSession, tokenManager);
        }
        if (NewestSession.isElsewhere(session, clientSession)) {
            NewestSession.endOlderNow(session, clientSession);
            throw new OAuthErrorException(
                    OAuthErrorException.INVALID_GRANT, "The session has ended: there is a newer login to this service");
        }
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

    @Override
    protected void afterRefreshTokenGenerated(
            RefreshTokenContext context, TokenManager.AccessTokenResponseBuilder answer) {
        super.afterRefreshTokenGenerated(context, answer);
        RefreshToken issued = answer.getRefreshToken();
        String chain = issued == null ? "" : context.tokenManager().getReuseIdKey(issued);
        if (issued != null && !chain.isEmpty()) {
            answer.getClientSessionCtx().getClientSession().setNote(NEWEST + chain, issued.getId());
        }
    }

    /**
     * Keycloak refuses a token that was used before by its time of issue, in seconds; of two in one second it would take
     * the older again. So the client session also knows the newest token that each login of it was given.
     */
    private void requireFirstUse(
            RealmModel realm,
            RefreshToken token,
            AuthenticatedClientSessionModel clientSession,
            TokenManager tokenManager)
            throws OAuthErrorException {
        try {
            tokenManager.validateTokenReuse(session, realm, token, clientSession, false);
            String newest = clientSession.getNote(NEWEST + tokenManager.getReuseIdKey(token));
            if (newest != null && !newest.equals(token.getId()) && realm.getRefreshTokenMaxReuse() == 0) {
                throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, "Stale token");
            }
        } catch (OAuthErrorException reused) {
            // In a transaction of its own: the refusal that follows must not take the ending back.
            session.getProvider(TenantSessionProvider.class)
                    .endNow(
                            realm,
                            clientSession.getUserSession().getId(),
                            clientSession.getClient().getId(),
                            REUSE);
            throw reused;
        }
    }
}
