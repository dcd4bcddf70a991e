package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Finds out whom a decision is about: a member's token speaks for its user, an API key's for the key, a service for whom
 * the context names, and for the tenant itself where that names nobody.
 */
public final class Subjects {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Decider decider;

    public Subjects(KeycloakSession session, RealmModel realm, Decider decider) {
        this.session = session;
        this.realm = realm;
        this.decider = decider;
    }

    /**
     * Whom a request names; each null for none.
     *
     * @param sessionId the login's, by the claim {@code sid} of its tokens
     */
    public record Named(
            @Nullable String userId,
            @Nullable String apiKeyId,
            @Nullable String sessionId) {}

    /**
     * Whom this caller asks about. A service needs the role {@code authorize} for that.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 403 for a caller that may not speak for whom it names
     */
    public Subject find(Caller caller, String tenantId, Named named) {
        if (caller instanceof Caller.Member person) {
            return ofMember(person, tenantId, named);
        }
        if (caller instanceof Caller.ApiKey key) {
            return ofKey(key, tenantId, named);
        }
        if (caller instanceof Caller.Service service && service.hasRole(TenantApi.ROLE_AUTHORIZE)) {
            return named(tenantId, named);
        }
        throw Problem.forbidden("insufficient_role", "This needs the role authorize of client " + TenantApi.clientId())
                .asException();
    }

    /** Whom somebody names who may speak for anyone; the tenant itself where that is nobody. */
    public Subject named(String tenantId, Named named) {
        if (named.apiKeyId() != null) {
            return named.sessionId() == null ? decider.key(tenantId, named.apiKeyId()) : ofNoSession();
        }
        UserSessionModel login =
                named.sessionId() == null ? null : session.sessions().getUserSession(realm, named.sessionId());
        String userId = named.userId() != null ? named.userId() : userOf(login);
        if (userId == null) {
            return named.sessionId() == null ? new Subject.Tenant() : ofNoSession();
        }
        return decider.user(tenantId, userId, isValid(userId, login, named.sessionId() != null));
    }

    private Subject ofMember(Caller.Member person, String tenantId, Named named) {
        String userId = person.user().getId();
        if (named.apiKeyId() != null
                || (named.userId() != null && !named.userId().equals(userId))) {
            throw Problem.forbidden("foreign_subject", "A person's token speaks for that person alone")
                    .asException();
        }
        // The door has found the token's session to be alive.
        boolean valid = named.sessionId() == null
                || named.sessionId().equals(person.token().getSessionId());
        return decider.user(tenantId, userId, valid);
    }

    private Subject ofKey(Caller.ApiKey key, String tenantId, Named named) {
        if (named.userId() != null
                || (named.apiKeyId() != null && !named.apiKeyId().equals(key.keyId()))) {
            throw Problem.forbidden("foreign_subject", "An API key's token speaks for that key alone")
                    .asException();
        }
        return named.sessionId() == null ? decider.key(tenantId, key) : ofNoSession();
    }

    /** Of a session that is none, or none of the one it is named with: keys have no sessions. */
    private static Subject ofNoSession() {
        return new Subject.User("", false, null);
    }

    /** Null where no session is named, unless the person may not log in at all. */
    private @Nullable Boolean isValid(String userId, @Nullable UserSessionModel login, boolean named) {
        if (named) {
            return login != null
                    && userId.equals(userOf(login))
                    && AuthenticationManager.isSessionValid(realm, login)
                    && login.getUser().isEnabled();
        }
        UserModel user = session.users().getUserById(realm, userId);
        return user != null && !user.isEnabled() ? false : null;
    }

    private static @Nullable String userOf(@Nullable UserSessionModel login) {
        return login == null || login.getUser() == null ? null : login.getUser().getId();
    }
}
