package io.oka.keycloak.tenants.session;

import io.oka.keycloak.tenants.login.TenantChoice;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Ends sessions in the transaction of a Keycloak session, on all nodes once that commits: the refresh token of a client
 * session that is gone is refused by Keycloak itself, and its access tokens are no longer active.
 */
public final class SessionEnding {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final LogoutNotices notices;

    public SessionEnding(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.notices = new LogoutNotices(session);
    }

    /** What becomes of a login that has no client session left. */
    public enum EmptyLogin {
        ENDS,
        /** Its browser stays logged in: the next visit asks for no password, only whether to go on here. Offline it ends. */
        STAYS
    }

    /** Ends a client's session for this tenant in a login, online and offline. */
    public void end(String loginId, String clientId, String tenantId, EmptyLogin empty, String reason) {
        end(loginId, clientId, clientSession -> tenantId.equals(TenantChoice.of(clientSession)), empty, reason);
    }

    /** Ends a client's session in a login, online and offline, whatever tenant it is for. */
    public void end(String loginId, String clientId, String reason) {
        end(loginId, clientId, clientSession -> true, EmptyLogin.ENDS, reason);
    }

    private void end(
            String loginId,
            String clientId,
            Predicate<AuthenticatedClientSessionModel> meant,
            EmptyLogin empty,
            String reason) {
        logins(loginId).forEach(login -> {
            AuthenticatedClientSessionModel found = login.getAuthenticatedClientSessionByClient(clientId);
            if (found != null && meant.test(found)) {
                List<AuthenticatedClientSessionModel> followers = followers(login, found.getClient());
                raise(login, found.getClient(), reason);
                detach(found);
                followers.forEach(this::detach);
                if ((empty == EmptyLogin.ENDS || login.isOffline())
                        && login.getAuthenticatedClientSessions().isEmpty()) {
                    remove(login);
                }
            }
        });
        notices.sendAfterCommit();
    }

    /** Ends every login of the user, with all that hangs on it. */
    public void endAll(UserModel user, String reason) {
        List<UserSessionModel> all = Stream.concat(
                        session.sessions().getUserSessionsStream(realm, user),
                        session.sessions().getOfflineUserSessionsStream(realm, user))
                .toList();
        for (UserSessionModel login : all) {
            login.getAuthenticatedClientSessions().values().forEach(clientSession -> {
                raise(login, clientSession.getClient(), reason);
                notices.add(clientSession);
            });
            remove(login);
        }
        notices.sendAfterCommit();
    }

    private Stream<UserSessionModel> logins(String loginId) {
        return Stream.of(
                        session.sessions().getUserSession(realm, loginId),
                        session.sessions().getOfflineUserSession(realm, loginId))
                .filter(Objects::nonNull);
    }

    /** Clients that got their session by exchanging a token of this one, and are for its tenant because it is. */
    private static List<AuthenticatedClientSessionModel> followers(UserSessionModel login, ClientModel client) {
        String exchanged = Constants.TOKEN_EXCHANGE_SUBJECT_CLIENT + client.getClientId();
        return login.getAuthenticatedClientSessions().values().stream()
                .filter(other -> other.getNote(exchanged) != null && !TenantChoice.isOwn(other))
                .toList();
    }

    private void detach(AuthenticatedClientSessionModel clientSession) {
        notices.add(clientSession);
        clientSession.detachFromUserSession();
    }

    private void remove(UserSessionModel login) {
        if (login.isOffline()) {
            session.sessions().removeOfflineUserSession(realm, login);
        } else {
            session.sessions().removeUserSession(realm, login);
        }
    }

    private void raise(UserSessionModel login, ClientModel client, String reason) {
        new EventBuilder(realm, session)
                .event(EventType.LOGOUT)
                .client(client)
                .user(login.getUser())
                .session(login)
                .ipAddress(login.getIpAddress())
                .detail(Details.REASON, reason)
                .success();
    }
}
