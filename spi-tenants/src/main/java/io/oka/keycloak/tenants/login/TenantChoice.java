package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSession;
import io.oka.keycloak.tenants.TenantSessionProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which tenant a client works for in a login, and the one place that knows how sessions remember it. The choice lives
 * on the client session; the login's first choice, on the user session, is the default for its other clients. It is
 * only ever a wish: whoever reads it checks the membership.
 */
public final class TenantChoice {

    /** Note of the client session and, for the login's first choice, of the user session: a tenant's id. */
    static final String TENANT = "oka.tenant";

    /** Note of the client session: what the flow said of people without a tenant. */
    static final String NO_TENANT = "oka.tenant.none";

    /**
     * Note of the client session and, for the login itself, of the user session: the turn in which it came. Single sign-on
     * has the turn of its login.
     */
    private static final String TURN = "oka.turn";

    /** Note of the authentication only: for which user the choice is made. */
    private static final String DECIDED = "oka.tenant.decided";

    /** Note of the authentication: which required action says for which tenant it is. */
    private static final String DEFERRED = "oka.tenant.deferred";

    /** Said aloud, since notes of an earlier login stay on a client session until they are overwritten. */
    private static final String NONE = "-";

    private TenantChoice() {}

    /** What became of a wish to switch. */
    public enum SwitchResult {
        SWITCHED,
        /** The token has no session of its own, or only a copy for one request: nothing would remember the choice. */
        NO_SESSION
    }

    /** Id of the tenant that this client works for; null for none. */
    public static @Nullable String of(AuthenticatedClientSessionModel clientSession) {
        return known(note(clientSession, TENANT));
    }

    /** Id of the tenant that was chosen first in this login; null for none. */
    public static @Nullable String ofLogin(UserSessionModel login) {
        return known(login.getNote(TENANT));
    }

    /** Whether the client session has a choice of its own, and does not go by another's. */
    public static boolean isOwn(AuthenticatedClientSessionModel clientSession) {
        return clientSession.getNote(TENANT) != null;
    }

    /** The turn in which the client came to its tenant; 0 for a session that is older than turns. */
    public static long turn(AuthenticatedClientSessionModel clientSession) {
        return number(clientSession.getNote(TURN));
    }

    /** The same, from the notes as they are stored. */
    public static long turn(Map<String, String> notes) {
        return number(notes.get(TURN));
    }

    /**
     * Which slot the client session takes up; null for none: it has no tenant, goes by another's choice, or is no
     * person's.
     */
    public static TenantSession.@Nullable Slot slot(AuthenticatedClientSessionModel clientSession) {
        String tenantId = known(clientSession.getNote(TENANT));
        UserModel user = clientSession.getUserSession().getUser();
        return tenantId == null || user == null || user.getServiceAccountClientLink() != null
                ? null
                : new TenantSession.Slot(
                        user.getId(), tenantId, clientSession.getClient().getId());
    }

    /** What stands in the stored form of a client session that is for this tenant, and of no other. */
    public static String mark(String tenantId) {
        // Quotation marks within a note's text are escaped there: nobody can put this into one.
        return Json.writeText(Map.of(TENANT, tenantId)).replaceAll("^\\{|}$", "");
    }

    /** Whether the flow that began this session lets nobody go on whose tenant is gone. */
    public static boolean deniesWithoutTenant(AuthenticatedClientSessionModel clientSession) {
        return NoTenant.DENY.wireName().equals(note(clientSession, NO_TENANT));
    }

    /** The user's membership in the living tenant of exactly this id, read from the database; null if there is none. */
    public static @Nullable Membership membership(
            KeycloakSession session, RealmModel realm, String userId, String tenantId) {
        Membership found = session.getProvider(TenantProvider.class).getMembership(realm, userId, tenantId);
        return found != null && found.tenant().getId().equals(tenantId) ? found : null;
    }

    /**
     * Lets the client of the caller's token work for another tenant from its next token on, online and offline. The
     * caller is a member of it: that was checked before.
     *
     * @param everywhere for all clients of this login, and those to come
     */
    public static SwitchResult switchTo(
            KeycloakSession session, Caller.Member caller, String tenantId, boolean everywhere) {
        List<UserSessionModel> logins = logins(session, caller);
        List<AuthenticatedClientSessionModel> own = logins.stream()
                .map(login -> login.getAuthenticatedClientSessionByClient(
                        caller.client().getId()))
                .filter(Objects::nonNull)
                .toList();
        if (own.isEmpty()) {
            return SwitchResult.NO_SESSION;
        }
        long turn = session.getProvider(TenantSessionProvider.class).nextTurn();
        own.forEach(clientSession -> move(session, clientSession, tenantId, turn));
        if (everywhere) {
            for (UserSessionModel login : logins) {
                login.setNote(TENANT, tenantId);
                login.getAuthenticatedClientSessions()
                        .values()
                        .forEach(clientSession -> move(session, clientSession, tenantId, turn));
            }
        }
        return SwitchResult.SWITCHED;
    }

    /** Whoever comes to a tenant comes last; whoever is there already keeps their turn. */
    private static void move(
            KeycloakSession session, AuthenticatedClientSessionModel clientSession, String tenantId, long turn) {
        if (tenantId.equals(clientSession.getNote(TENANT))) {
            return;
        }
        clientSession.setNote(TENANT, tenantId);
        clientSession.setNote(TURN, Long.toString(turn));
        if (NewestSession.isWanted(clientSession.getRealm())) {
            NewestSession.stays(
                    session,
                    clientSession.getRealm(),
                    clientSession.getUserSession().getId(),
                    clientSession.getClient().getId());
        }
    }

    /**
     * Makes the choice of an authentication; its client session gets it when the authentication succeeds.
     *
     * @param tenantId null to go on without a tenant
     * @param first whether the login has made no choice yet that holds
     * @param turn the turn in which the client comes to it
     * @param newLogin whether somebody has proved who they are, so that the login has this turn as well
     */
    static void make(
            AuthenticationSessionModel authentication,
            String userId,
            @Nullable String tenantId,
            NoTenant noTenant,
            boolean first,
            long turn,
            boolean newLogin) {
        authentication.setClientNote(TENANT, tenantId == null ? NONE : tenantId);
        authentication.setClientNote(NO_TENANT, noTenant.wireName());
        authentication.setClientNote(TURN, Long.toString(turn));
        if (newLogin) {
            authentication.setUserSessionNote(TURN, Long.toString(turn));
        }
        if (tenantId != null && first) {
            authentication.setUserSessionNote(TENANT, tenantId);
        }
        authentication.setAuthNote(DECIDED, userId);
    }

    /** The turn of single sign-on: the client's own if it comes back to its tenant, else that of the login. */
    static long turn(
            UserSessionModel login,
            @Nullable AuthenticatedClientSessionModel clientSession,
            @Nullable String tenantId) {
        return clientSession != null && tenantId != null && tenantId.equals(of(clientSession))
                ? turn(clientSession)
                : number(login.getNote(TURN));
    }

    /**
     * Leaves the choice to a required action, which comes after the flow: until it has its answer, nobody is asked for a
     * tenant or refused for having none.
     *
     * @param action alias of the required action
     */
    public static void deferTo(AuthenticationSessionModel authentication, String action) {
        authentication.setClientNote(DEFERRED, action);
    }

    public static void endDeferral(AuthenticationSessionModel authentication) {
        authentication.removeClientNote(DEFERRED);
    }

    /** Whether the choice is left to an action that the realm runs: one that it does not run would let everybody past. */
    static boolean isDeferred(RealmModel realm, AuthenticationSessionModel authentication) {
        String action = authentication.getClientNote(DEFERRED);
        RequiredActionProviderModel model = action == null ? null : realm.getRequiredActionProviderByAlias(action);
        return model != null && model.isEnabled();
    }

    /**
     * Makes the choice of an authentication whose user has just joined this tenant by an invitation. It is the first of
     * the login from now on: its other clients begin here, too.
     *
     * @param noTenant what the flow says of people without a tenant; null if it does not ask
     * @param turn a new one: whoever accepts means to work here
     */
    public static void takeInvited(
            AuthenticationSessionModel authentication,
            String userId,
            String tenantId,
            @Nullable NoTenant noTenant,
            long turn) {
        boolean newLogin = !AuthenticatorUtil.isSSOAuthentication(authentication);
        make(authentication, userId, tenantId, noTenant == null ? NoTenant.DEFAULT : noTenant, true, turn, newLogin);
    }

    /** Whether the choice of this authentication is made, and by the user who goes through it now. */
    static boolean isMade(AuthenticationSessionModel authentication, String userId) {
        return userId.equals(authentication.getAuthNote(DECIDED));
    }

    private static long number(@Nullable String note) {
        return note == null ? 0 : Long.parseLong(note);
    }

    private static @Nullable String known(@Nullable String note) {
        return note == null || note.equals(NONE) ? null : note;
    }

    /** A client that got its session by exchanging another client's token goes on as that client does. */
    private static @Nullable String note(AuthenticatedClientSessionModel clientSession, String name) {
        String own = clientSession.getNote(name);
        if (own != null) {
            return own;
        }
        UserSessionModel login = clientSession.getUserSession();
        RealmModel realm = clientSession.getRealm();
        Set<String> inherited = clientSession.getNotes().keySet().stream()
                .filter(note -> note.startsWith(Constants.TOKEN_EXCHANGE_SUBJECT_CLIENT))
                .map(note ->
                        realm.getClientByClientId(note.substring(Constants.TOKEN_EXCHANGE_SUBJECT_CLIENT.length())))
                .filter(Objects::nonNull)
                .map(subject -> login.getAuthenticatedClientSessionByClient(subject.getId()))
                .filter(Objects::nonNull)
                .map(subject -> subject.getNote(name))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return inherited.size() == 1 ? inherited.iterator().next() : null;
    }

    /** The stored sessions of the caller's login: the online one, the offline one, or both. */
    private static List<UserSessionModel> logins(KeycloakSession session, Caller.Member caller) {
        String id = caller.token().getSessionId();
        if (id == null || !hasClientSession(session, caller.token())) {
            return List.of();
        }
        RealmModel realm = session.getContext().getRealm();
        return Stream.of(
                        session.sessions().getUserSession(realm, id),
                        session.sessions().getOfflineUserSession(realm, id))
                .filter(Objects::nonNull)
                .filter(login -> login.getPersistenceState() != UserSessionModel.SessionPersistenceState.TRANSIENT)
                .filter(login -> login.getUser() != null
                        && login.getUser().getId().equals(caller.user().getId()))
                .toList();
    }

    private static boolean hasClientSession(KeycloakSession session, AccessToken token) {
        AccessTokenContext.SessionType type = session.getProvider(TokenContextEncoderProvider.class)
                .getTokenContextFromTokenId(token.getId())
                .getSessionType();
        return type != AccessTokenContext.SessionType.TRANSIENT && !type.isAllowTransientClientSession();
    }
}
