package io.oka.keycloak.webhooks.event;

import io.oka.keycloak.common.change.Actor;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.common.realm.OkaRealm;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;

/**
 * Takes Keycloak's events into the change log, in the transaction of what they tell of: if the process dies before that
 * commits there is neither, after it both.
 *
 * <p>Keycloak swallows what a listener throws, and would commit the change without its event. Where taking it in fails, the
 * transaction is therefore made to fail as well, when it is about to be committed: whoever asked is told that nothing was
 * done.
 */
final class ChangeLogEventListener implements EventListenerProvider {

    private static final Logger LOG = Logger.getLogger(ChangeLogEventListener.class);

    private final KeycloakSession session;
    private final RealmListeners listeners;

    ChangeLogEventListener(KeycloakSession session, RealmListeners listeners) {
        this.session = session;
        this.listeners = listeners;
    }

    @Override
    public void onEvent(Event event) {
        orFail(() -> take(
                event.getRealmId(),
                KeycloakEvents.type(event),
                KeycloakEvents.actor(event),
                () -> KeycloakEvents.data(event)));
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (KeycloakEvents.isOurs(event)) {
            return;
        }
        orFail(() -> take(
                event.getRealmId(),
                KeycloakEvents.type(event),
                KeycloakEvents.actor(event),
                () -> KeycloakEvents.data(event)));
    }

    private void take(String realmId, String type, Actor actor, Supplier<Map<String, Object>> data) {
        // Null where it is the realm that was removed: nobody is left there to hear of it.
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm != null && OkaRealm.isOn(realm) && listeners.want(session, realm, type)) {
            Changes.append(session, realm, actor, type, data.get());
        }
    }

    private void orFail(Runnable taking) {
        try {
            taking.run();
        } catch (RuntimeException e) {
            LOG.error("An event could not be written; what it tells of is undone", e);
            refuse(e);
        }
    }

    private void refuse(RuntimeException cause) {
        KeycloakTransactionManager transactions = session.getTransactionManager();
        try {
            transactions.enlistPrepare(new Refusal(cause));
        } catch (RuntimeException e) {
            // Its commit has begun, and takes nobody in any more.
            cause.addSuppressed(e);
            transactions.setRollbackOnly();
        }
    }

    @Override
    public void close() {}

    /** Fails the commit that it is part of. */
    private static final class Refusal extends AbstractKeycloakTransaction {

        private final RuntimeException cause;

        Refusal(RuntimeException cause) {
            this.cause = cause;
        }

        @Override
        protected void commitImpl() {
            throw new IllegalStateException("An event could not be written", cause);
        }

        @Override
        protected void rollbackImpl() {
            // That is what it is there for.
        }
    }
}
