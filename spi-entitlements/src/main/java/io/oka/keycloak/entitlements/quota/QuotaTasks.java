package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import io.oka.keycloak.common.task.DaemonThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What is done about usage on a schedule, each on one node of the cluster at a time, in short transactions that a process
 * may die between.
 */
final class QuotaTasks {

    static final String EXPIRE = "oka-expire-reservations";
    static final String PARTITION = "oka-partition-usage";
    static final String FORGET = "oka-forget-usage";

    private static final Logger LOG = Logger.getLogger(QuotaTasks.class);

    private static final Duration EXPIRE_INTERVAL = Duration.ofSeconds(10);
    private static final Duration PARTITION_INTERVAL = Duration.ofHours(1);
    private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);

    /** The timers of the server share one thread: it does not wait longer than this for one of these to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int TENANTS_AT_ONCE = 200;
    private static final Batches FORGOTTEN = new Batches(1_000, 100);

    /** Those of deleted tenants go with them. */
    private static final String EXPIRED = "SELECT DISTINCT e.REALM_ID, e.TENANT_ID FROM (SELECT r.REALM_ID, r.TENANT_ID"
            + " FROM OKA_USAGE_RESERVATION r JOIN OKA_TENANT t ON t.ID = r.TENANT_ID AND t.DELETED_AT IS NULL"
            + " WHERE r.STATE = 'open' AND r.EXPIRES_AT <= clock_timestamp() ORDER BY r.EXPIRES_AT LIMIT 10000) e LIMIT "
            + TENANTS_AT_ONCE;

    private final QuotaEngine engine;
    private final UsagePartitions partitions;
    private final List<String> forgetting;
    private final ExecutorService aside = Executors.newSingleThreadExecutor(DaemonThreads.named("oka-quota-tasks"));

    QuotaTasks(QuotaEngine engine, UsagePartitions partitions, Period retention) {
        this.engine = engine;
        this.partitions = partitions;
        String kept = "clock_timestamp() - INTERVAL '" + retention + "'";
        String remembered = "clock_timestamp() - INTERVAL '35 days'";
        this.forgetting = Stream.of(
                        forget("OKA_USAGE_KEY", "IDEMPOTENCY_KEY", "CREATED_AT", remembered),
                        forget("OKA_USAGE_RESERVATION", "ID", "STATE <> 'open' AND EXPIRES_AT", remembered),
                        // The windows of hours and days are of use while a reservation may still end in them.
                        forget(
                                "OKA_QUOTA_COUNTER",
                                "LEVEL, SUBJECT, PERIOD, WINDOW_START",
                                "PERIOD <> 'month' AND WINDOW_START",
                                "clock_timestamp() - INTERVAL '3 days'"),
                        forget("OKA_QUOTA_COUNTER", "LEVEL, SUBJECT, PERIOD, WINDOW_START", "WINDOW_START", kept),
                        forget("OKA_USAGE_TOTAL", "HOUR, SERVICE, ACTION, FAMILY_ID", "HOUR", kept))
                .map(engine.connections()::sql)
                .toList();
    }

    private static String forget(String table, String keys, String time, String before) {
        String all = "REALM_ID, TENANT_ID, " + keys;
        String order = time.substring(time.lastIndexOf(' ') + 1);
        String same = Stream.of(all.split(", ", -1))
                .map(key -> "t." + key + " = old." + key)
                .collect(Collectors.joining(" AND "));
        return "DELETE FROM " + table + " t USING (SELECT " + all + " FROM " + table + " WHERE " + time + " < " + before
                + " ORDER BY " + order + " LIMIT " + FORGOTTEN.size() + ") old WHERE " + same;
    }

    /** Starts them; that of the partitions also at once, since the first use may come at once. */
    void start(KeycloakSessionFactory factory) {
        aside(PARTITION, partitions::keep);
        ClusterTasks.every(factory, PARTITION, PARTITION_INTERVAL, session -> aside(PARTITION, partitions::keep));
        ClusterTasks.every(factory, EXPIRE, EXPIRE_INTERVAL, session -> aside(EXPIRE, this::expire));
        ClusterTasks.every(factory, FORGET, FORGET_INTERVAL, session -> aside(FORGET, this::forgetOld));
    }

    /** On a thread that serves no session, and so is in no transaction. */
    private void aside(String name, Work work) {
        Future<?> done = aside.submit(() -> {
            try {
                work.run();
            } catch (SQLException | RuntimeException e) {
                LOG.warnf(e, "Task %s did not come to its end, and is tried again", name);
            }
        });
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("Task %s takes longer", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives back what expired reservations hold: through the writer, like everything that is counted. */
    private void expire() throws SQLException {
        List<Account> accounts = new ArrayList<>();
        engine.connections().inTransaction(connection -> {
            try (Statement statement =
                    new Statement(connection, engine.connections().sql(EXPIRED))) {
                accounts.addAll(
                        statement.query(row -> new Account(row.getString("REALM_ID"), row.getString("TENANT_ID"))));
            }
            return false;
        });
        List<Submission> submissions = accounts.stream()
                .map(account -> engine.submit(account, List.of(new Order.Reclaim())))
                .toList();
        // What fails is said by the writer, and comes again.
        submissions.forEach(submission ->
                submission.outcomes().handle((done, failed) -> submission).join());
    }

    private void forgetOld() throws SQLException {
        for (String sql : forgetting) {
            FORGOTTEN.run(() -> forget(sql));
        }
    }

    private int forget(String sql) throws SQLException {
        int[] forgotten = {0};
        engine.connections().inTransaction(connection -> {
            try (Statement statement = new Statement(connection, sql)) {
                forgotten[0] = statement.update();
            }
            return true;
        });
        return forgotten[0];
    }

    @FunctionalInterface
    private interface Work {

        void run() throws SQLException;
    }
}
