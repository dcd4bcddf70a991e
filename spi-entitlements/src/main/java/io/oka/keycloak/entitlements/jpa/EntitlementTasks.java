package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Writes down and publishes what the time has done to subscriptions and overrides: on one node of the cluster at a time,
 * each row in a transaction of its own that may die anywhere and be begun again. What holds meanwhile does not wait for
 * it: that is computed from the time itself.
 */
final class EntitlementTasks {

    static final String SUBSCRIPTIONS = "oka-move-subscriptions";
    static final String OVERRIDES = "oka-end-overrides";
    static final String SWEEP = "oka-sweep-entitlements";

    private static final Logger LOG = Logger.getLogger(EntitlementTasks.class);

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);
    private static final int SWEPT_AT_ONCE = 20;
    private static final Batches SETTLED = new Batches(100, 20);

    private final Function<KeycloakSession, JpaEntitlementProvider> providers;

    EntitlementTasks(Function<KeycloakSession, JpaEntitlementProvider> providers) {
        this.providers = providers;
    }

    void start(KeycloakSessionFactory factory) {
        ClusterTasks.every(
                factory,
                SUBSCRIPTIONS,
                INTERVAL,
                session -> settle(
                        factory,
                        (provider, after) -> provider.subscriptions().due(after, SETTLED.size()),
                        (provider, tenantId) -> provider.subscriptions().settle(tenantId)));
        ClusterTasks.every(
                factory,
                OVERRIDES,
                INTERVAL,
                session -> settle(
                        factory,
                        (provider, after) -> provider.overrides().toEnd(after, SETTLED.size()),
                        (provider, id) -> provider.overrides().settle(id)));
        ClusterTasks.every(factory, SWEEP, SWEEP_INTERVAL, session -> {
            int realms = providers.apply(session).sweepRealms(SWEPT_AT_ONCE);
            if (realms > 0) {
                LOG.infof("Removed the entitlements of %d realms that are gone", realms);
            }
        });
    }

    private void settle(
            KeycloakSessionFactory factory,
            BiFunction<JpaEntitlementProvider, String, List<String>> page,
            BiConsumer<JpaEntitlementProvider, String> settle) {
        SETTLED.each(
                "",
                after -> KeycloakModelUtils.runJobInTransactionWithResult(
                        factory, session -> page.apply(providers.apply(session), after)),
                id -> settleOne(factory, id, settle));
    }

    private void settleOne(
            KeycloakSessionFactory factory, String id, BiConsumer<JpaEntitlementProvider, String> settle) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> settle.accept(providers.apply(session), id));
        } catch (RuntimeException e) {
            // It is being changed right now, or it is broken: the others shall not wait for it.
            LOG.warnf("The time of %s was not written down, and is tried again: %s", id, e);
        }
    }
}
