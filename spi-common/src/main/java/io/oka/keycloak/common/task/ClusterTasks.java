package io.oka.keycloak.common.task;

import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/**
 * Short work at an interval, on one node of the cluster at a time. Keycloak's own runner is not used because it takes
 * its cluster lock by the task's simple class name.
 */
public final class ClusterTasks {

    private static final Logger LOG = Logger.getLogger(ClusterTasks.class);

    private ClusterTasks() {}

    /**
     * Starts the work; call it at {@code PostMigrationEvent}. All timers share one thread: longer work needs an executor
     * of its own. A run that fails is rolled back, said in the log, and tried again at the next interval.
     *
     * @param name unique in the cluster
     */
    public static void every(
            KeycloakSessionFactory factory, String name, Duration interval, Consumer<KeycloakSession> work) {
        try (KeycloakSession session = factory.create()) {
            session.getProvider(TimerProvider.class)
                    .schedule(() -> run(factory, name, interval, work), interval.toMillis(), name);
        }
    }

    private static void run(
            KeycloakSessionFactory factory, String name, Duration interval, Consumer<KeycloakSession> work) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> session.getProvider(ClusterProvider.class)
                    .executeIfNotExecuted(name, Math.toIntExact(interval.toSeconds()), () -> {
                        work.accept(session);
                        return true;
                    }));
        } catch (RuntimeException e) {
            LOG.errorf(e, "Task %s failed; it runs again in %s", name, interval);
        }
    }
}
