package io.oka.keycloak.sync.operations;

import io.micrometer.core.instrument.Metrics;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.common.task.ClusterTasks;
import java.time.Duration;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** What looks after sync on this node: what is seen of it, and whom it is told. */
public final class SyncOperations implements AutoCloseable {

    /** Alerts look for themselves; this makes them look now, and keeps time where a clock is moved. */
    static final String LOOK = "oka-sync-look";

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final KeycloakSessionFactory factory;
    private final Outlook outlook;
    private final Alerts alerts;
    private final ProviderEventListener listener = this::onEvent;

    private SyncOperations(KeycloakSessionFactory factory, Sealer sealer) {
        this.factory = factory;
        WorkerDatabase database = new WorkerDatabase(factory, "sync");
        this.outlook = new Outlook(database);
        this.alerts = new Alerts(database, new SettingsLook(database), sealer);
    }

    /** Begins to look; the tables must be there. */
    public static SyncOperations start(KeycloakSessionFactory factory, Sealer sealer) {
        SyncOperations operations = new SyncOperations(factory, sealer);
        SyncMeters.register(Metrics.globalRegistry);
        factory.register(operations.listener);
        operations.outlook.start();
        operations.alerts.start();
        ClusterTasks.every(factory, LOOK, INTERVAL, session -> {
            operations.outlook.wake();
            operations.alerts.wake();
        });
        return operations;
    }

    private void onEvent(ProviderEvent event) {
        if (event instanceof AlertsDueEvent) {
            alerts.wake();
        }
    }

    @Override
    public void close() {
        factory.unregister(listener);
        outlook.close();
        alerts.close();
    }
}
