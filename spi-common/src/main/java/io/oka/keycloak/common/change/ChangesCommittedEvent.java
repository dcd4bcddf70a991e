package io.oka.keycloak.common.change;

import io.oka.keycloak.common.task.AfterCommit;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * This node has committed changes: whoever works through the log may look at once. Only a hint: it is lost with the
 * process, and other nodes do not hear of it.
 */
public record ChangesCommittedEvent() implements ProviderEvent {

    private static final Logger LOG = Logger.getLogger(ChangesCommittedEvent.class);

    private static final String ENLISTED = ChangesCommittedEvent.class.getName();

    /** Once for each session, however many changes it makes. */
    static void publishAfterCommit(KeycloakSession session) {
        if (session.getAttribute(ENLISTED) != null) {
            return;
        }
        try {
            AfterCommit.run(session, () -> session.getKeycloakSessionFactory().publish(new ChangesCommittedEvent()));
            session.setAttribute(ENLISTED, true);
        } catch (IllegalStateException e) {
            // Nothing can be enlisted while a transaction is completed; the readers look by themselves every now and
            // then.
            LOG.debugf(e, "A change is committed without a hint");
        }
    }
}
