package io.oka.keycloak.tenants.login;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Does something once the transaction, and Keycloak's sessions with it, are written; nothing if it is rolled back. */
public final class AfterCommit {

    private AfterCommit() {}

    public static void run(KeycloakSession session, Runnable work) {
        // Keycloak writes its sessions after completion as well: asked for here, they come first.
        session.sessions();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                work.run();
            }

            @Override
            protected void rollbackImpl() {}
        });
    }
}
