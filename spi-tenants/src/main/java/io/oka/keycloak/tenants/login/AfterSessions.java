package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.task.AfterCommit;
import org.keycloak.models.KeycloakSession;

/** Does something once the transaction, and Keycloak's sessions with it, are written; nothing if it is rolled back. */
public final class AfterSessions {

    private AfterSessions() {}

    public static void run(KeycloakSession session, Runnable work) {
        // Keycloak writes its sessions after completion as well: asked for here, they come first.
        session.sessions();
        AfterCommit.run(session, work);
    }
}
