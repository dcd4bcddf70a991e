package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import io.oka.keycloak.sync.RetentionTable;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is cleaned up on a schedule, on one node of the cluster at a time, in transactions short enough to die in anywhere
 * and be begun again: what is left of realms and tenants that are gone, and what was kept for long enough.
 */
final class SyncTasks {

    static final String SWEEP = "oka-sweep-sync";
    static final String FORGET = "oka-forget-sync";

    private static final Logger LOG = Logger.getLogger(SyncTasks.class);

    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);
    /** A server that is started anew each day would never come to a task that waits for a day. */
    private static final Duration FORGET_INTERVAL = Duration.ofHours(1);

    /** What is left after so many is left to the next run: all timers share one thread. */
    private static final int MOST_BATCHES = 50;

    private static final List<RetentionTable> TABLES =
            Arrays.stream(RetentionTable.values()).filter(RetentionTable::isOwn).toList();

    private SyncTasks() {}

    static void start(KeycloakSessionFactory factory) {
        ClusterTasks.every(factory, SWEEP, SWEEP_INTERVAL, session -> sweep(factory));
        ClusterTasks.every(factory, FORGET, FORGET_INTERVAL, session -> forget(factory));
    }

    private static void sweep(KeycloakSessionFactory factory) {
        Batches batches = new Batches(SyncCleanup.AT_ONCE, MOST_BATCHES);
        int rows = batches.run(
                () -> inTransaction(factory, session -> SyncCleanup.of(session).sweepRealms()));
        int items = batches.run(
                () -> inTransaction(factory, session -> SyncCleanup.of(session).sweepTenants(now())));
        if (rows + items > 0) {
            LOG.infof("Removed what sync kept of realms and tenants that are gone: %d rows, %d items", rows, items);
        }
    }

    private static void forget(KeycloakSessionFactory factory) {
        RetentionRuns runs = new RetentionRuns(factory, now(), MOST_BATCHES);
        for (String realmId : inTransaction(factory, SyncTasks::realms)) {
            SyncSettings settings = inTransaction(factory, session -> settings(session, realmId));
            if (settings != null) {
                TABLES.forEach(table -> runs.run(realmId, settings, table));
            }
        }
    }

    private static Set<String> realms(KeycloakSession session) {
        SyncCleanup cleanup = SyncCleanup.of(session);
        Set<String> realms = new TreeSet<>();
        TABLES.forEach(
                table -> realms.addAll(cleanup.realms(RetentionRows.of(table).table())));
        return realms;
    }

    /** Null for a realm that is gone: it is swept. */
    private static @Nullable SyncSettings settings(KeycloakSession session, String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        return realm == null ? null : SyncProvider.of(session).options().in(realm);
    }

    private static <T extends @Nullable Object> T inTransaction(
            KeycloakSessionFactory factory, Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
