package io.oka.keycloak.webhooks.event;

import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;

/** Makes {@link ChangeLogEventListener}s for every realm, without anybody having to switch them on there. */
public final class ChangeLogEventListenerFactory implements EventListenerProviderFactory {

    private static final EventListenerProvider NOBODY_LISTENS = new Deaf();

    private volatile @Nullable RealmListeners listeners;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        RealmListeners started = listeners;
        // While the server starts there is nobody to tell, and maybe no table yet.
        return started == null ? NOBODY_LISTENS : new ChangeLogEventListener(session, started);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                listeners = RealmListeners.start(factory);
            }
        });
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "oka-change-log";
    }

    private static final class Deaf implements EventListenerProvider {

        @Override
        public void onEvent(Event event) {}

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {}

        @Override
        public void close() {}
    }
}
