package io.oka.keycloak.apikeys.exchange;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.realm.OkaRealm;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenExchangeContext;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.util.DPoPUtil;

/**
 * A key as the subject token of RFC 8693. The token endpoint has authenticated the client and checked a DPoP proof before
 * it comes here. A bad key is {@code invalid_request}, as section 2.2.2 there has it.
 */
final class ApiKeyTokenExchangeProvider implements TokenExchangeProvider {

    static final String SUBJECT_TOKEN_TYPE = "urn:oka:params:oauth:token-type:api-key";

    private static final Set<String> REQUESTED =
            Set.of(OAuth2Constants.ACCESS_TOKEN_TYPE, OAuth2Constants.JWT_TOKEN_TYPE);

    @Override
    public boolean supports(TokenExchangeContext context) {
        return SUBJECT_TOKEN_TYPE.equals(context.getParams().getSubjectTokenType())
                && OkaRealm.isOn(context.getRealm());
    }

    @Override
    public Response exchange(TokenExchangeContext context) {
        KeycloakSession session = context.getSession();
        EventBuilder event = context.getEvent().detail("subject_token_type", SUBJECT_TOKEN_TYPE);
        try {
            requireOrdinary(context);
            TokenExchangeContext.Params params = context.getParams();
            IssuedToken token = new Exchange(session, context.getClient(), event)
                    .run(
                            params.getSubjectToken(),
                            new Exchange.Wish(params.getScope(), params.getAudience()),
                            () -> OAuthRefusal.badRequest(
                                    OAuthErrorException.INVALID_REQUEST, "The subject token cannot be used here"),
                            () -> session.getAttribute(DPoPUtil.DPOP_SESSION_ATTRIBUTE, DPoP.class));
            event.success();
            return context.getCors().add(Response.ok(Json.write(token), MediaType.APPLICATION_JSON_TYPE));
        } catch (OAuthRefusal refusal) {
            if (!OAuthErrorException.INVALID_REQUEST.equals(refusal.error())) {
                // A bad key has told of itself, as often as the cap lets it.
                event.detail(Details.REASON, refusal.description()).error(refusal.error());
            }
            refusal.headers().forEach(session.getContext().getHttpResponse()::setHeader);
            throw new CorsErrorResponseException(
                    context.getCors(),
                    refusal.error(),
                    refusal.description(),
                    Objects.requireNonNull(Response.Status.fromStatusCode(refusal.status())));
        }
    }

    private static void requireOrdinary(TokenExchangeContext context) {
        ClientModel client = context.getClient();
        TokenExchangeContext.Params params = context.getParams();
        OIDCAdvancedConfigWrapper config = OIDCAdvancedConfigWrapper.fromClientModel(client);
        if (client.isPublicClient()) {
            throw OAuthRefusal.badRequest(
                    OAuthErrorException.UNAUTHORIZED_CLIENT, "Only clients with a credential exchange");
        }
        if (config.isUseMtlsHokToken()) {
            throw OAuthRefusal.badRequest(
                    OAuthErrorException.UNAUTHORIZED_CLIENT, "Keys give no tokens bound to a certificate");
        }
        if (params.getSubjectToken() == null) {
            throw OAuthRefusal.badRequest(OAuthErrorException.INVALID_REQUEST, "subject_token is missing");
        }
        if (params.getActorToken() != null || params.getActorTokenType() != null) {
            throw OAuthRefusal.badRequest(OAuthErrorException.INVALID_REQUEST, "Nobody else can act for an API key");
        }
        if (params.getRequestedTokenType() != null && !REQUESTED.contains(params.getRequestedTokenType())) {
            throw OAuthRefusal.badRequest(OAuthErrorException.INVALID_REQUEST, "Keys give access tokens only");
        }
        if (params.getResource() != null) {
            throw OAuthRefusal.badRequest("invalid_target", "Name the target as audience");
        }
    }

    @Override
    public void close() {}
}
