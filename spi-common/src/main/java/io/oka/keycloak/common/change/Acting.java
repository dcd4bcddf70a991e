package io.oka.keycloak.common.change;

import io.oka.keycloak.common.caller.Caller;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Remembers for the length of a request on whose behalf it acts, so that each change can say so. */
public final class Acting {

    private static final String ATTRIBUTE = "oka.acting";

    private final Actor actor;
    private final Supplier<AdminEventBuilder> adminEvents;

    private Acting(Actor actor, Supplier<AdminEventBuilder> adminEvents) {
        this.actor = actor;
        this.adminEvents = adminEvents;
    }

    /** From here on the request acts for this caller of a realm's own endpoints. */
    public static void as(KeycloakSession session, Caller caller) {
        String ip = session.getContext().getConnection().getRemoteAddr();
        String clientId = caller.client().getClientId();
        if (caller instanceof Caller.Member person) {
            String userId = person.user().getId();
            asUser(session, new Actor(Actor.Type.USER, userId, clientId, ip), person, person.user());
        } else if (caller instanceof Caller.Service service) {
            String id = service.client().getId();
            asUser(session, new Actor(Actor.Type.SERVICE, id, clientId, ip), service, service.user());
        } else if (caller instanceof Caller.ApiKey key) {
            // Keycloak's admin events know users only: what a key does stands in the change log alone.
            session.setAttribute(ATTRIBUTE, new Actor(Actor.Type.API_KEY, key.keyId(), clientId, ip));
        }
    }

    private static void asUser(KeycloakSession session, Actor actor, Caller caller, UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        AdminAuth auth = new AdminAuth(realm, caller.token(), user, caller.client());
        set(
                session,
                new Acting(
                        actor,
                        () -> new AdminEventBuilder(
                                realm, auth, session, session.getContext().getConnection())));
    }

    /** From here on the request acts for an operator, whom Keycloak's admin API has let in. */
    public static void as(KeycloakSession session, AdminAuth auth, AdminEventBuilder adminEvent) {
        Actor actor = new Actor(
                Actor.Type.OPERATOR,
                auth.getUser().getId(),
                auth.getClient().getClientId(),
                session.getContext().getConnection().getRemoteAddr());
        set(session, new Acting(actor, () -> adminEvent.clone(session)));
    }

    /** From here on the session goes on with what somebody has begun. It is the change log alone that says so. */
    public static void resume(KeycloakSession session, Actor actor) {
        session.setAttribute(ATTRIBUTE, actor);
    }

    /**
     * From here on the session acts for an agent of another system. Keycloak's admin events know users only: what an agent
     * does stands in the change log alone.
     *
     * @param ipAddress where its request came from; null where what it sent is done later
     */
    public static void asAgent(KeycloakSession session, String agentId, @Nullable String ipAddress) {
        session.setAttribute(ATTRIBUTE, new Actor(Actor.Type.AGENT, agentId, null, ipAddress));
    }

    /** From here on what this user does in a Keycloak flow (login, registration, invitation) is theirs. */
    public static void asUserInFlow(KeycloakSession session, String userId, @Nullable String clientId) {
        Actor actor = new Actor(
                Actor.Type.USER,
                userId,
                clientId,
                session.getContext().getConnection().getRemoteAddr());
        session.setAttribute(ATTRIBUTE, actor);
    }

    /**
     * From here on the request, which is one of Keycloak's own, acts for the operator whose token it brought, or else for
     * this user where somebody goes through a flow; for the system itself where neither is there.
     */
    public static void asInKeycloak(KeycloakSession session, String userId) {
        KeycloakContext context = session.getContext();
        if (session.getAttribute(ATTRIBUTE) != null) {
            return;
        }
        // A lightweight token does not name its user; the context knows it all the same.
        UserModel operator = context.getBearerToken() == null ? null : context.getUser();
        if (operator != null && context.getBearerToken() instanceof AccessToken token) {
            String ip = context.getConnection().getRemoteAddr();
            session.setAttribute(ATTRIBUTE, new Actor(Actor.Type.OPERATOR, operator.getId(), token.getIssuedFor(), ip));
        } else if (context.getAuthenticationSession() != null) {
            asUserInFlow(
                    session,
                    userId,
                    context.getAuthenticationSession().getClient().getClientId());
        }
    }

    /** For whom the session acts. */
    public static Actor actor(KeycloakSession session) {
        Object acting = session.getAttribute(ATTRIBUTE);
        if (acting instanceof Acting through) {
            return through.actor;
        }
        return acting instanceof Actor actor ? actor : Actor.SYSTEM;
    }

    /** A fresh admin event, or null where nobody acts through REST. */
    static @Nullable AdminEventBuilder adminEvent(KeycloakSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof Acting through ? through.adminEvents.get() : null;
    }

    private static void set(KeycloakSession session, Acting acting) {
        session.setAttribute(ATTRIBUTE, acting);
    }
}
