package io.oka.keycloak.apikeys.exchange;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.common.caller.ApiKeyTokenClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.DefaultTokenContextEncoderProvider;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.Urls;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.util.TokenUtil;

/** Makes the tokens that keys are exchanged for, signed by the realm's key. They leave nothing behind on the server. */
final class ApiKeyTokens {

    private final KeycloakSession session;
    private final Duration lifespan;

    ApiKeyTokens(KeycloakSession session, Duration lifespan) {
        this.session = session;
        this.lifespan = lifespan;
    }

    /**
     * @param client for which it is issued
     * @param proof of the key that it is bound to; null for a bearer token
     * @return null if the key ends within this second
     */
    @Nullable
    IssuedToken issue(ApiKeySnapshot key, ClientModel client, Grant grant, @Nullable DPoP proof) {
        RealmModel realm = session.getContext().getRealm();
        long now = Time.currentTime();
        long expiresAt = expiresAt(key.endsAt(), now);
        if (expiresAt <= now) {
            return null;
        }
        String scope = String.join(" ", grant.scopes());
        AccessToken token = new AccessToken();
        token.id(tokenId());
        token.type(proof == null ? TokenUtil.TOKEN_TYPE_BEARER : DPoPUtil.DPOP_TOKEN_TYPE);
        token.issuer(Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()));
        token.subject(key.tenantId());
        token.audience(grant.audiences().toArray(String[]::new));
        token.issuedFor(client.getClientId());
        token.iat(now);
        token.exp(expiresAt);
        token.setScope(scope);
        token.setOtherClaims(ApiKeyTokenClaims.TENANT_ID, key.tenantId());
        token.setOtherClaims(ApiKeyTokenClaims.API_KEY_ID, key.id());
        if (proof != null) {
            AccessToken.Confirmation confirmation = new AccessToken.Confirmation();
            confirmation.setKeyThumbprint(proof.getThumbprint());
            token.setConfirmation(confirmation);
        }
        return new IssuedToken(
                session.tokens().encode(token),
                OAuth2Constants.ACCESS_TOKEN_TYPE,
                proof == null ? TokenUtil.TOKEN_TYPE_BEARER : DPoPUtil.DPOP_TOKEN_TYPE,
                expiresAt - now,
                scope);
    }

    private long expiresAt(@Nullable Instant keyEnds, long now) {
        long usual = now + lifespan.toSeconds();
        return keyEnds == null ? usual : Math.min(usual, keyEnds.getEpochSecond());
    }

    /**
     * Says that the token is of a session; it names none, so Keycloak's own endpoints find none and take it for nobody's,
     * even where a user had the id of the tenant.
     */
    private String tokenId() {
        return session.getProvider(TokenContextEncoderProvider.class)
                .encodeTokenId(new AccessTokenContext(
                        AccessTokenContext.SessionType.ONLINE,
                        AccessTokenContext.TokenType.REGULAR,
                        DefaultTokenContextEncoderProvider.UNKNOWN,
                        UUID.randomUUID().toString()));
    }
}
