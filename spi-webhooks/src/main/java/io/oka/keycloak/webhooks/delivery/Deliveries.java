package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.task.AfterCommit;
import org.keycloak.models.KeycloakSession;

/** Tells this node's engine of work. */
public final class Deliveries {

    private Deliveries() {}

    /** Whoever made deliveries, or let them go on, in the session's transaction has them looked at once it commits. */
    public static void wake(KeycloakSession session) {
        AfterCommit.run(session, () -> session.getKeycloakSessionFactory().publish(new DeliveriesDueEvent()));
    }
}
