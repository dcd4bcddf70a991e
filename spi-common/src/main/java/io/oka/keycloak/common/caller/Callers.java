package io.oka.keycloak.common.caller;

import io.oka.keycloak.common.http.Preflight;
import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.Urls;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.managers.GrantTypeEndpointRestrictionValidator;
import org.keycloak.services.util.DPoPUtil;
import org.keycloak.util.TokenUtil;

/**
 * Finds out who calls. A person's token goes through Keycloak's own authenticator, session look-up included. A service
 * account's or an API key's token is checked by signature, issuer, audience, times, revocation, proof of possession and
 * the cached client alone (and the cached key), since Keycloak's look-up would cost a query at each use, and know no keys.
 */
public final class Callers {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String audience;

    public Callers(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.audience = TenantApi.clientId();
    }

    /**
     * The caller of the current request; also admits the calling page's origin by its client's web origins.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 401 without a valid token of this realm for our audience
     */
    public Caller authenticate() {
        String token = presentedToken();
        if (token == null) {
            throw refusal(false);
        }
        Caller caller = identify(token);
        if (caller == null) {
            throw refusal(true);
        }
        Cors.builder()
                .checkAllowedOrigins(session, caller.client())
                .auth()
                .exposedHeaders(Preflight.exposedHeaders())
                .add();
        return caller;
    }

    private @Nullable String presentedToken() {
        HttpHeaders headers = session.getContext().getHttpRequest().getHttpHeaders();
        try {
            AppAuthManager.AuthHeader header = AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(headers);
            return header == null ? null : header.getToken();
        } catch (NotAuthorizedException e) {
            throw refusal(true);
        }
    }

    private @Nullable Caller identify(String token) {
        // Unverified, and used only to choose the way by which all of it is then verified.
        AccessToken claims = peek(token);
        if (claims == null || claims.getIssuedFor() == null) {
            return null;
        }
        ClientModel client = realm.getClientByClientId(claims.getIssuedFor());
        if (client == null || !client.isEnabled()) {
            return null;
        }
        if (ApiKeyTokenClaims.isOfKey(claims)) {
            return asApiKey(token, client);
        }
        return client.isServiceAccountsEnabled() && claims.getSessionId() == null
                ? asService(token, client)
                : asMember(token);
    }

    private @Nullable Caller asMember(String token) {
        AuthResult result = new AppAuthManager.BearerTokenAuthenticator(session)
                .setRealm(realm)
                .setAudience(audience)
                .setTokenString(token)
                .authenticate();
        if (result == null) {
            return null;
        }
        return result.user().getServiceAccountClientLink() == null
                ? new Caller.Member(result.user(), result.client(), result.token(), result.session())
                : new Caller.Service(
                        result.user(),
                        result.client(),
                        result.token(),
                        roles(result.user(), result.client(), result.token()));
    }

    private @Nullable Caller asService(String tokenText, ClientModel client) {
        AccessToken token = verify(tokenText, client);
        if (token == null) {
            return null;
        }
        UserModel account = session.users().getServiceAccount(client);
        if (account == null
                || !account.isEnabled()
                || (token.getSubject() != null && !token.getSubject().equals(account.getId()))) {
            return null;
        }
        session.getContext().setClient(client);
        session.getContext().setBearerToken(token);
        return new Caller.Service(account, client, token, roles(account, client, token));
    }

    private @Nullable Caller asApiKey(String tokenText, ClientModel client) {
        ApiKeyCheck check = session.getProvider(ApiKeyCheck.class);
        AccessToken token = check == null ? null : verify(tokenText, client);
        if (token == null || !ApiKeyTokenClaims.isOfKey(token)) {
            return null;
        }
        String keyId = ApiKeyTokenClaims.keyId(token);
        String tenantId = token.getSubject();
        Set<String> scopes = check.narrow(realm, keyId, tenantId, ApiKeyTokenClaims.scopes(token));
        if (scopes == null) {
            return null;
        }
        session.getContext().setClient(client);
        session.getContext().setBearerToken(token);
        return new Caller.ApiKey(keyId, tenantId, scopes, client, token);
    }

    private @Nullable AccessToken verify(String text, ClientModel client) {
        try {
            TokenVerifier<AccessToken> verifier = TokenVerifier.create(text, AccessToken.class)
                    .withChecks(
                            new TokenVerifier.RealmUrlCheck(Urls.realmIssuer(
                                    session.getContext().getUri().getBaseUri(), realm.getName())),
                            new TokenVerifier.TokenTypeCheck(List.of(TokenUtil.TOKEN_TYPE_BEARER)),
                            TokenVerifier.IS_ACTIVE)
                    .audience(audience);
            DPoPUtil.withDPoPVerifier(
                    verifier,
                    realm,
                    new DPoPUtil.Validator(session)
                            .request(session.getContext().getHttpRequest())
                            .uriInfo(session.getContext().getUri())
                            .accessToken(text));
            verifier.withChecks(
                    GrantTypeEndpointRestrictionValidator.check(session),
                    new TokenManager.TokenRevocationCheck(session));
            SignatureProvider signatures = session.getProvider(
                    SignatureProvider.class, verifier.getHeader().getAlgorithm().name());
            if (signatures == null) {
                return null;
            }
            verifier.verifierContext(signatures.verifier(verifier.getHeader().getKeyId()));
            AccessToken token = verifier.verify().getToken();
            return token.getIat() >= realm.getNotBefore() && token.getIat() >= client.getNotBefore() ? token : null;
        } catch (VerificationException e) {
            return null;
        }
    }

    /**
     * What the account holds now, narrowed to what the token holds: a role taken away is gone at once, and a token that
     * was made with fewer never gains any. A lightweight token names none and counts for all that its client may carry.
     */
    private Set<String> roles(UserModel account, ClientModel client, AccessToken token) {
        ClientModel api = realm.getClientByClientId(audience);
        Set<String> held = new HashSet<>();
        if (api == null) {
            return held;
        }
        AccessToken.Access access = token.getResourceAccess(audience);
        boolean lightweight = token.getResourceAccess().isEmpty() && token.getRealmAccess() == null;
        api.getRolesStream()
                .filter(role -> lightweight || (access != null && access.isUserInRole(role.getName())))
                .filter(role -> account.hasRole(role) && mayCarry(client, role))
                .forEach(role -> held.add(role.getName()));
        return held;
    }

    private static boolean mayCarry(ClientModel client, RoleModel role) {
        return client.isFullScopeAllowed() || client.hasScope(role);
    }

    private static @Nullable AccessToken peek(String token) {
        try {
            JWSInput input = new JWSInput(token);
            // Keycloak's own verification relies on every header to name an algorithm.
            return input.getHeader() == null || input.getHeader().getAlgorithm() == null
                    ? null
                    : input.readJsonContent(AccessToken.class);
        } catch (JWSInputException | RuntimeException e) {
            // Whatever it is, it is no token: said to the caller as such.
            return null;
        }
    }

    private RuntimeException refusal(boolean tokenPresented) {
        // As on Keycloak's own token endpoint: a page may always read why it was not known.
        Cors.builder()
                .allowAllOrigins()
                .exposedHeaders(Preflight.exposedHeaders())
                .add();
        return Problem.unauthorized(realm.getName(), tokenPresented).asException();
    }
}
