package io.oka.keycloak.tenants.oidc;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAuthorizedException;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.util.TokenUtil;

/**
 * The token that a request is about. Mappers are not handed it, so it is read once more from the request, whose
 * endpoint has verified it by the time a mapper runs.
 */
final class PresentedToken {

    private PresentedToken() {}

    /** The token in this form parameter of the request; null if there is none. */
    static @Nullable AccessToken parameter(KeycloakSession session, String name) {
        HttpRequest request = session.getContext().getHttpRequest();
        return request != null && HttpMethod.POST.equals(request.getHttpMethod())
                ? read(request.getDecodedFormParameters().getFirst(name))
                : null;
    }

    /** The token by which the request is authorized; null if there is none. */
    static @Nullable AccessToken bearer(KeycloakSession session) {
        try {
            AppAuthManager.AuthHeader header = AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(
                    session.getContext().getHttpRequest().getHttpHeaders());
            return header == null ? parameter(session, OAuth2Constants.ACCESS_TOKEN) : read(header.getToken());
        } catch (NotAuthorizedException e) {
            // Two headers: the endpoint has its own answer to that.
            return null;
        }
    }

    /**
     * The verified token for whose bearer a UMA ticket is made; null where none is. The ticket is made in a session of
     * the resource server, where nobody has chosen a tenant.
     */
    static @Nullable AccessToken ofUmaGrant(KeycloakSession session) {
        HttpRequest request = session.getContext().getHttpRequest();
        boolean uma = request != null
                && HttpMethod.POST.equals(request.getHttpMethod())
                && OAuth2Constants.UMA_GRANT_TYPE.equals(
                        request.getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE));
        return uma && session.getContext().getBearerToken() instanceof AccessToken token ? token : null;
    }

    /** The tenant that the token names; null if it names none. */
    static @Nullable String tenant(AccessToken token) {
        return token.getOtherClaims().get(TenantClaims.ID) instanceof String tenantId ? tenantId : null;
    }

    static boolean isRefreshToken(AccessToken token) {
        return TokenUtil.TOKEN_TYPE_REFRESH.equals(token.getType())
                || TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType());
    }

    static boolean isLightweight(KeycloakSession session, AccessToken token) {
        return token.getId() != null
                && session.getProvider(TokenContextEncoderProvider.class)
                                .getTokenContextFromTokenId(token.getId())
                                .getTokenType()
                        == AccessTokenContext.TokenType.LIGHTWEIGHT;
    }

    private static @Nullable AccessToken read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return new JWSInput(text).readJsonContent(AccessToken.class);
        } catch (JWSInputException e) {
            // Not ours, or no token at all: then it names no tenant either.
            return null;
        }
    }
}
