package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.option.DurationOption;
import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is done about tenants on a schedule: each on one node of the cluster at a time, in transactions of its own that
 * are short enough to die in anywhere and be begun again. Options {@code reconcile-interval} and {@code sweep-interval}:
 * how often, as durations such as {@code PT5M}.
 */
final class TenantTasks {

    static final String PURGE = "oka-purge-tenants";
    static final String SWEEP = "oka-sweep-orphans";
    static final String RECONCILE = "oka-reconcile-organizations";

    private static final Duration RECONCILE_INTERVAL = Duration.ofMinutes(5);
    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(TenantTasks.class);

    private static final Duration KEPT_AFTER_DELETION = Duration.ofDays(30);
    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);
    private static final int PURGED_AT_ONCE = 100;
    private static final Batches SWEEPS = new Batches(200, 50);
    private static final Batches RECONCILED = new Batches(50, 20);

    private final Function<KeycloakSession, JpaTenantProvider> providers;
    private final Duration reconcileInterval;
    private final Duration sweepInterval;

    /** Where the last run of the reconciliation ended, if it did not come round. */
    private volatile String reconciledTo = "";

    /**
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    TenantTasks(Config.Scope config, Function<KeycloakSession, JpaTenantProvider> providers) {
        this.providers = providers;
        this.reconcileInterval = interval(config, "reconcile-interval", RECONCILE_INTERVAL);
        this.sweepInterval = interval(config, "sweep-interval", SWEEP_INTERVAL);
    }

    private static Duration interval(Config.Scope config, String option, Duration usual) {
        return DurationOption.of("spi-oka-tenant--jpa--" + option, config.get(option), usual, "PT1S", "P1D");
    }

    void start(KeycloakSessionFactory factory) {
        ClusterTasks.every(factory, PURGE, PURGE_INTERVAL, session -> providers
                .apply(session)
                .cleanup()
                .purgeDeletedBefore(
                        Instant.ofEpochMilli(Time.currentTimeMillis()).minus(KEPT_AFTER_DELETION), PURGED_AT_ONCE));
        ClusterTasks.every(factory, SWEEP, sweepInterval, session -> sweep(factory));
        ClusterTasks.every(factory, RECONCILE, reconcileInterval, session -> reconcile(factory));
    }

    private void sweep(KeycloakSessionFactory factory) {
        int realms = inTransaction(factory, provider -> provider.cleanup().sweepRealms(SWEEPS.size()));
        if (realms > 0) {
            LOG.infof("Removed the tenants of %d realms that are gone", realms);
        }
        int members = SWEEPS.run(
                () -> inTransaction(factory, provider -> provider.cleanup().sweepOrphans(SWEEPS.size())));
        if (members > 0) {
            LOG.infof("Ended %d memberships whose user is gone", members);
        }
    }

    private void reconcile(KeycloakSessionFactory factory) {
        reconciledTo = RECONCILED.each(
                reconciledTo,
                after -> inTransaction(factory, provider -> provider.drifted(after, RECONCILED.size())),
                tenantId -> reconcile(factory, tenantId));
    }

    private void reconcile(KeycloakSessionFactory factory, String tenantId) {
        try {
            inTransaction(factory, provider -> {
                provider.reconcile(tenantId);
                return tenantId;
            });
        } catch (RuntimeException e) {
            // Somebody changes this tenant right now, or it is broken: the others shall not wait for it.
            LOG.warnf("Tenant %s was not reconciled with its Organization, and is tried again: %s", tenantId, e);
        }
    }

    private <T> T inTransaction(KeycloakSessionFactory factory, Function<JpaTenantProvider, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> work.apply(providers.apply(session)));
    }
}
