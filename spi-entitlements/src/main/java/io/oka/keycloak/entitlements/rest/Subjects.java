package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.decision.Decider;
import io.oka.keycloak.entitlements.decision.Subject;
import io.oka.keycloak.entitlements.rest.AuthorizationRequestRepresentation.ContextRepresentation;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Finds out whom a decision is about: a member's token speaks for its user, a service for whom the context names, and for
 * the tenant itself where that names nobody.
 */
final class Subjects {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Decider decider;

    Subjects(KeycloakSession session, RealmModel realm, Decider decider) {
        this.session = session;
        this.realm = realm;
        this.decider = decider;
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 403 for a caller that may not speak for whom it names
     */
    Subject find(Caller caller, String tenantId, ContextRepresentation context) {
        if (caller instanceof Caller.Member person) {
            return ofMember(person, tenantId, context);
        }
        if (caller instanceof Caller.Service service && service.hasRole(TenantApi.ROLE_AUTHORIZE)) {
            return ofService(tenantId, context);
        }
        throw Problem.forbidden("insufficient_role", "This needs the role authorize of client " + TenantApi.clientId())
                .asException();
    }

    private Subject ofMember(Caller.Member person, String tenantId, ContextRepresentation context) {
        String userId = person.user().getId();
        if (context.apiKeyId() != null
                || (context.userId() != null && !context.userId().equals(userId))) {
            throw Problem.forbidden("foreign_subject", "A person's token speaks for that person alone")
                    .asException();
        }
        // The door has found the token's session to be alive.
        boolean valid = context.sessionId() == null
                || context.sessionId().equals(person.token().getSessionId());
        return decider.user(tenantId, userId, valid);
    }

    private Subject ofService(String tenantId, ContextRepresentation context) {
        if (context.apiKeyId() != null) {
            // No key is known yet.
            return new Subject.Key(context.apiKeyId(), false, Set.of());
        }
        UserSessionModel login =
                context.sessionId() == null ? null : session.sessions().getUserSession(realm, context.sessionId());
        String userId = context.userId() != null ? context.userId() : userOf(login);
        if (userId == null) {
            return context.sessionId() == null ? new Subject.Tenant() : new Subject.User("", false, null);
        }
        return decider.user(tenantId, userId, isValid(userId, login, context.sessionId() != null));
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
