package io.oka.keycloak.common.outage;

import io.oka.keycloak.common.jpa.OwnConnections;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;

/** Asks the database from when its tables are there until the server stops. */
public final class DatabaseProbeFactory implements DatabaseWatchFactory {

    private final DatabaseProbe probe = new DatabaseProbe();

    @Override
    public DatabaseWatch watch() {
        return probe;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                probe.start(OwnConnections.of(factory, DatabaseProbe.NETWORK));
            }
        });
    }

    @Override
    public void close() {
        probe.stop();
    }

    /** It ends before the pool does. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public String getId() {
        return "probe";
    }
}
