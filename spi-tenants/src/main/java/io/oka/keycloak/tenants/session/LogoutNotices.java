package io.oka.keycloak.tenants.session;

import io.oka.keycloak.tenants.login.AfterSessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.OAuth2Constants;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.http.simple.SimpleHttp;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.managers.ResourceAdminManager;

/**
 * Tells clients by OpenID Connect back-channel logout that sessions have ended. The tokens are made while the sessions
 * are still there; they are sent after the commit, on an executor: if the process dies in between, the client learns of
 * the ending at its next refresh.
 */
final class LogoutNotices {

    private static final Logger LOG = Logger.getLogger(LogoutNotices.class);

    private static final String EXECUTOR = "oka-logout-notices";

    /** A host that Keycloak's old adapters named; nobody does any more. */
    private static final String PLACEHOLDER = "${";

    private final KeycloakSession session;
    private final List<Notice> notices = new ArrayList<>();

    LogoutNotices(KeycloakSession session) {
        this.session = session;
    }

    private record Notice(String clientId, String url, String logoutToken) {}

    void add(AuthenticatedClientSessionModel clientSession) {
        ClientModel client = clientSession.getClient();
        String url = ResourceAdminManager.getBackchannelLogoutUrl(session, client);
        if (url == null
                || url.contains(PLACEHOLDER)
                || clientSession.getUserSession().getUser() == null) {
            return;
        }
        ClientModel calling = session.getContext().getClient();
        try {
            // Which key and algorithm sign it depends on the client in the context.
            session.getContext().setClient(client);
            String token = session.tokens()
                    .encode(session.tokens()
                            .initLogoutToken(
                                    client, clientSession.getUserSession().getUser(), clientSession));
            notices.add(new Notice(client.getClientId(), url, token));
        } finally {
            session.getContext().setClient(calling);
        }
    }

    void sendAfterCommit() {
        if (notices.isEmpty()) {
            return;
        }
        List<Notice> all = List.copyOf(notices);
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        var executor = session.getProvider(ExecutorsProvider.class).getExecutor(EXECUTOR);
        AfterSessions.run(session, () -> all.forEach(notice -> executor.submit(() -> send(factory, notice))));
        notices.clear();
    }

    private static void send(KeycloakSessionFactory factory, Notice notice) {
        try (KeycloakSession own = factory.create()) {
            int status = SimpleHttp.create(own)
                    .doPost(notice.url())
                    .param(OAuth2Constants.LOGOUT_TOKEN, notice.logoutToken())
                    .asStatus();
            LOG.debugf("Client %s answered its logout notice with %d", notice.clientId(), status);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Client %s could not be told that a session has ended: %s", notice.clientId(), e);
        }
    }
}
