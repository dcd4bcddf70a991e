package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.outage.DatabaseWatch;
import io.oka.keycloak.common.task.DaemonThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/**
 * Tells how counters stand without counting: from memory where they were asked for lately, else by a look at the
 * database, for which nobody waits longer than the patience.
 */
final class CountReader implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int THREADS = 2;
    private static final String CLOCK = "SELECT clock_timestamp() AS CLOCK";

    private static final Logger LOG = Logger.getLogger(CountReader.class);

    private final OwnConnections connections;
    private final DatabaseWatch watch;
    private final Duration patience;
    private final CountCache cache;
    private final ScheduledThreadPoolExecutor threads;

    /** How far the database's clock is ahead of this node's. */
    private volatile Duration ahead = Duration.ZERO;

    CountReader(OwnConnections connections, DatabaseWatch watch, Duration patience) {
        this.connections = connections;
        this.watch = watch;
        this.patience = patience;
        this.cache = new CountCache(connections);
        this.threads = new ScheduledThreadPoolExecutor(THREADS, DaemonThreads.named("oka-quota-reader"));
        threads.scheduleWithFixedDelay(
                this::lookAgain, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * How counters stood.
     *
     * @param current false if they are older than two seconds, because the database is away
     */
    record Counts(Map<Counter, Count> counts, boolean current) {

        Count of(Counter counter) {
            return counts.getOrDefault(counter, Count.ZERO);
        }
    }

    /** The time, by the database's clock as far as this node knows it. */
    Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis()).plus(ahead);
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 503 if the database is away and they were not looked at in
     *     the last minute
     */
    Counts look(Account account, Collection<Counter> counters) {
        Counts known = known(account, counters);
        if (known != null && known.current) {
            return known;
        }
        if (!watch.isAway()) {
            try {
                Future<?> look = threads.submit(() -> load(places(account, counters)));
                look.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                known = known(account, counters);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debugf(e, "No look at the counters of tenant %s", account.tenantId());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (known == null) {
            throw QuotaEngine.unavailable();
        }
        return known;
    }

    void counted(Account account, Map<Counter, Count> counts) {
        cache.counted(account, counts);
    }

    /** What is in memory and not too old; null if any is missing. */
    private @Nullable Counts known(Account account, Collection<Counter> counters) {
        Map<Counter, Count> counts = new LinkedHashMap<>();
        boolean current = true;
        for (Counter counter : counters) {
            CountCache.Seen seen = cache.get(new CountCache.Place(account, counter));
            if (seen == null || seen.age().compareTo(CountCache.OLDEST) > 0) {
                return null;
            }
            counts.put(counter, seen.count());
            current &= seen.age().compareTo(CountCache.CURRENT) <= 0;
        }
        return new Counts(counts, current);
    }

    private static List<CountCache.Place> places(Account account, Collection<Counter> counters) {
        return counters.stream()
                .map(counter -> new CountCache.Place(account, counter))
                .toList();
    }

    private void lookAgain() {
        if (watch.isAway()) {
            return;
        }
        try {
            Collection<CountCache.Place> warm = cache.warm();
            if (!warm.isEmpty()) {
                load(warm);
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "No look at the counters; the next in %s", LOOK_EVERY);
        }
    }

    private void load(Collection<CountCache.Place> places) {
        try {
            connections.inTransaction(connection -> {
                cache.load(connection, places);
                try (Statement statement = new Statement(connection, CLOCK)) {
                    Instant there = Objects.requireNonNull(
                            statement.query(row -> Statement.time(row, "CLOCK")).get(0));
                    ahead = Duration.between(Instant.ofEpochMilli(Time.currentTimeMillis()), there);
                }
                return false;
            });
        } catch (SQLException e) {
            throw new QuotaUnavailableException("the counters could not be looked at", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
