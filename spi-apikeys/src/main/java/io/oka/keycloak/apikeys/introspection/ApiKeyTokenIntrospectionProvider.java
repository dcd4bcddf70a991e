package io.oka.keycloak.apikeys.introspection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.common.caller.ApiKeyCheck;
import io.oka.keycloak.common.caller.ApiKeyTokenClaims;
import io.oka.keycloak.common.realm.OkaRealm;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.JsonSerialization;

/**
 * Introspects tokens of keys, which Keycloak would look for a session of and find none. Signature, client, times and
 * audience it checks as for any token; instead of the session it asks for the key.
 */
final class ApiKeyTokenIntrospectionProvider extends AccessTokenIntrospectionProvider<AccessToken> {

    ApiKeyTokenIntrospectionProvider(KeycloakSession session) {
        super(session);
    }

    @Override
    public Response introspect(String text, EventBuilder event) {
        return isOfKey(text) ? introspectKey(text, event) : super.introspect(text, event);
    }

    private Response introspectKey(String text, EventBuilder event) {
        eventBuilder = event;
        Set<String> scopes = verifyToken(text) && verifyClient() && verifyAudience() ? scopesLeft() : null;
        ObjectNode answer;
        if (scopes == null) {
            answer = JsonSerialization.createObjectNode().put("active", false);
        } else {
            token.setScope(String.join(" ", scopes));
            answer = JsonSerialization.mapper
                    .<ObjectNode>valueToTree(token)
                    .put(OAuth2Constants.CLIENT_ID, token.getIssuedFor())
                    .put(OAuth2Constants.TOKEN_TYPE, token.getType())
                    .put("active", true);
            event.success();
        }
        return Response.ok(answer.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** What of the token's scopes the key still has; null once it has ended. */
    private @Nullable Set<String> scopesLeft() {
        String keyId = ApiKeyTokenClaims.keyId(token);
        boolean holds = OkaRealm.isOn(realm)
                && session.getProvider(ApiKeyUse.class).live(realm, keyId, token.getSubject()) != null;
        Set<String> scopes = holds
                ? session.getProvider(ApiKeyCheck.class)
                        .narrow(realm, keyId, token.getSubject(), ApiKeyTokenClaims.scopes(token))
                : null;
        if (scopes == null) {
            eventBuilder.detail("api_key_id", keyId).error(Errors.INVALID_TOKEN);
        }
        return scopes;
    }

    /** By its claims, unverified: only to choose who verifies it. */
    private static boolean isOfKey(String text) {
        try {
            return ApiKeyTokenClaims.isOfKey(new JWSInput(text).readJsonContent(AccessToken.class));
        } catch (JWSInputException | RuntimeException e) {
            // No token, or one that Keycloak is to say more of.
            return false;
        }
    }
}
