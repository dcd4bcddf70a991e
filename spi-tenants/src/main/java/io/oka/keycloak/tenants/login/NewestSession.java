package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.TenantSession;
import io.oka.keycloak.tenants.TenantSessionProvider;
import io.oka.keycloak.tenants.TenantSettings;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Where a realm's {@code sessionsPerService} is {@code one}: the newest login to a service in a tenant stays, older ones
 * end.
 *
 * <p>Keycloak has no unique session per user and client, and writes sessions only when the transaction completes: of two
 * logins at once neither sees the other, whatever rows they lock. So nothing is decided while they run. Each login gets a
 * turn from a database sequence, which its client session keeps. Once a login is written it ends what came in an
 * earlier turn; whichever of two is written last sees the other, and both go by the same turns. What that misses, since the
 * process died there or a node was slow, is refused at its next refresh, which looks for a later turn.
 */
public final class NewestSession {

    private static final Logger LOG = Logger.getLogger(NewestSession.class);

    private NewestSession() {}

    /** Whether the rule holds in this realm. */
    public static boolean isWanted(RealmModel realm) {
        return OkaRealm.isOn(realm) && TenantSettings.isOneSessionPerService(realm);
    }

    /** Whether a later login, or a later wish to go on there, has taken this client session's place. */
    public static boolean isElsewhere(KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        RealmModel realm = clientSession.getRealm();
        TenantSession.Slot slot = isWanted(realm) ? TenantChoice.slot(clientSession) : null;
        return slot != null
                && session.getProvider(TenantSessionProvider.class)
                        .isTakenLater(
                                realm, slot, clientSession.getUserSession().getId(), TenantChoice.turn(clientSession));
    }

    /** Ends what is older than this client's session in a login, as soon as that is written. */
    public static void stays(KeycloakSession session, RealmModel realm, String loginId, String clientId) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        AfterSessions.run(session, () -> {
            try {
                KeycloakModelUtils.runJobInTransaction(factory, own -> endOlder(own, realmId, loginId, clientId));
            } catch (RuntimeException e) {
                LOG.warnf("Older sessions of client %s were not ended; their next refresh will: %s", clientId, e);
            }
        });
    }

    /** Ends what is older in this client session's slot, in a transaction of its own that a refusal does not take back. */
    public static void endOlderNow(KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        String realmId = clientSession.getRealm().getId();
        String loginId = clientSession.getUserSession().getId();
        String clientId = clientSession.getClient().getId();
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> endOlder(own, realmId, loginId, clientId));
    }

    private static void endOlder(KeycloakSession session, String realmId, String loginId, String clientId) {
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        TenantSessionProvider sessions = session.getProvider(TenantSessionProvider.class);
        slots(session, realm, loginId, clientId).forEach(slot -> sessions.endOlder(realm, slot));
    }

    private static Set<TenantSession.Slot> slots(
            KeycloakSession session, RealmModel realm, String loginId, String clientId) {
        Set<TenantSession.Slot> slots = new HashSet<>();
        for (UserSessionModel login : Stream.of(
                        session.sessions().getUserSession(realm, loginId),
                        session.sessions().getOfflineUserSession(realm, loginId))
                .filter(Objects::nonNull)
                .toList()) {
            AuthenticatedClientSessionModel clientSession = login.getAuthenticatedClientSessionByClient(clientId);
            TenantSession.Slot slot = clientSession == null ? null : TenantChoice.slot(clientSession);
            if (slot != null) {
                slots.add(slot);
            }
        }
        return slots;
    }
}
