package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.option.DurationOption;
import io.oka.keycloak.common.secret.Resealer;
import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import io.oka.keycloak.webhooks.delivery.DeliveryRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is done about endpoints on a schedule, on one node of the cluster at a time, in transactions short enough to die
 * in anywhere and be begun again: what is left of deleted ones is swept, and secrets under an older key of the operator's
 * are sealed under the current one. Option {@code sweep-interval}: how often, as a duration such as {@code PT10M}.
 */
record WebhookTasks(EndpointSeals seals, Duration retention) {

    static final String SWEEP = "oka-sweep-webhooks";
    static final String FORGET = "oka-forget-deliveries";
    static final String RESEAL = "oka-reseal-webhooks";

    static final String SWEEP_OPTION = "sweep-interval";
    static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(WebhookTasks.class);

    private static final int MOST_BATCHES = 50;

    /**
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    static Duration sweepInterval(String scope, @Nullable String value) {
        return DurationOption.of(scope + SWEEP_OPTION, value, SWEEP_INTERVAL, "PT1S", "P1D");
    }

    void start(KeycloakSessionFactory factory, Duration interval) {
        ClusterTasks.every(factory, SWEEP, interval, session -> sweep(factory));
        ClusterTasks.every(factory, FORGET, interval, session -> forget(factory));
        ClusterTasks.every(factory, RESEAL, interval, session -> reseal(factory));
    }

    /** What is left after so many batches is left to the next run: all timers share one thread. */
    private static void sweep(KeycloakSessionFactory factory) {
        int strays = inTransaction(factory, session -> cleanup(session).sweepStrays(now()));
        if (strays > 0) {
            LOG.infof("Removed the webhooks of %d realms and tenants that are gone", strays);
        }
        boolean more = true;
        for (int i = 0; i < MOST_BATCHES && more; i++) {
            more = inTransaction(factory, session -> cleanup(session).sweepDeleted());
        }
    }

    private void forget(KeycloakSessionFactory factory) {
        new Batches(DeliveryRetention.AT_ONCE, MOST_BATCHES)
                .run(() -> inTransaction(
                        factory,
                        session -> DeliveryRetention.run(
                                session.getProvider(JpaConnectionProvider.class).getEntityManager(),
                                now(),
                                retention)));
    }

    private void reseal(KeycloakSessionFactory factory) {
        int all = new Resealer<>(
                        seals.sealer(),
                        WebhookEndpointEntity.class,
                        "okaWebhooksToSealAnew",
                        row -> row.id,
                        seals::renew)
                .run(factory);
        if (all > 0) {
            LOG.infof(
                    "Encrypted the secrets of %d webhooks under key %d",
                    all, seals.sealer().current());
        }
    }

    private static WebhookCleanup cleanup(KeycloakSession session) {
        return new WebhookCleanup(
                session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    private static <T> T inTransaction(KeycloakSessionFactory factory, Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
