package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.task.DaemonThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/**
 * Counts by combining: what is ordered for a tenant waits in one queue on each node, and one transaction at a time takes
 * as much of it as there is. An order that finds the queue empty is a transaction of its own; the more come at once, the
 * less each costs.
 *
 * <p>The queue lives in memory, and whoever waits in it was promised nothing: if the process dies, its orders were not
 * carried out, except for those whose commit had begun.
 */
final class QuotaWriter implements AutoCloseable {

    /** About so many orders make one transaction. */
    private static final int COMBINED = 256;

    /** Beyond so many waiting orders of one tenant, further ones are turned away. */
    private static final int MOST_WAITING = 10_000;

    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration WARN_EVERY = Duration.ofSeconds(5);

    /** A lock waited for too long, a statement that took too long, a session ended because it stood still. */
    private static final Set<String> TRY_LATER = Set.of("55P03", "57014", "25P03");

    private static final Logger LOG = Logger.getLogger(QuotaWriter.class);

    private final QuotaStore store;
    private final BiConsumer<Account, Map<Counter, Count>> counted;
    private final Map<Account, Queue> queues = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;
    private final AtomicLong warnedAt = new AtomicLong();

    /**
     * @param mostThreads how many tenants are served at the same time: so many connections are taken at the most
     * @param counted told how a tenant's counters stand after each transaction
     */
    QuotaWriter(QuotaStore store, int mostThreads, BiConsumer<Account, Map<Counter, Count>> counted) {
        this.store = store;
        this.counted = counted;
        this.threads = new ThreadPoolExecutor(
                mostThreads,
                mostThreads,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.numbered("oka-quota-"));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Orders, to be carried out together; their outcomes come with the submission's future, which fails if they could
     * not be.
     *
     * @throws QuotaUnavailableException if too much waits already, or the server stops
     */
    Submission submit(Account account, List<Order> orders) {
        Submission submission = new Submission(orders);
        queues.compute(account, (key, existing) -> {
            Queue queue = existing == null ? new Queue() : existing;
            if (queue.size + orders.size() > MOST_WAITING) {
                throw new QuotaUnavailableException("too much waits to be counted");
            }
            if (existing == null) {
                start(account);
            }
            queue.waiting.add(submission);
            queue.size += orders.size();
            return queue;
        });
        return submission;
    }

    private void start(Account account) {
        try {
            threads.execute(() -> serve(account));
        } catch (RejectedExecutionException e) {
            throw new QuotaUnavailableException("the server stops", e);
        }
    }

    private void serve(Account account) {
        boolean stay = true;
        while (stay) {
            try {
                carryOut(account, take(account));
            } finally {
                stay = hasMoreHere(account);
            }
        }
    }

    /**
     * After one transaction the tenant goes to the end of the line if more waits, so that none keeps the others from
     * being served. While the server stops there is no line any more: then this thread goes on.
     */
    private boolean hasMoreHere(Account account) {
        boolean[] here = {false};
        queues.computeIfPresent(account, (key, queue) -> {
            if (queue.waiting.isEmpty()) {
                return null;
            }
            try {
                threads.execute(() -> serve(account));
            } catch (RejectedExecutionException e) {
                here[0] = true;
            }
            return queue;
        });
        return here[0];
    }

    private List<Submission> take(Account account) {
        List<Submission> taken = new ArrayList<>();
        queues.computeIfPresent(account, (key, queue) -> {
            int orders = 0;
            while (!queue.waiting.isEmpty() && orders < COMBINED) {
                Submission next = queue.waiting.remove();
                orders += next.orders().size();
                taken.add(next);
            }
            queue.size -= orders;
            return queue;
        });
        return taken;
    }

    private void carryOut(Account account, List<Submission> taken) {
        List<Submission> left = taken;
        boolean over = false;
        while (!over) {
            left = left.stream().filter(submission -> !submission.isAbandoned()).toList();
            over = left.isEmpty() || attempt(account, left);
        }
    }

    /** Whether it is over, for better or worse. */
    private boolean attempt(Account account, List<Submission> together) {
        Batch batch = new Batch(store, account, together);
        try {
            if (!batch.run()) {
                return false;
            }
            counted.accept(account, batch.counts());
            together.forEach(submission -> submission.outcomes().complete(batch.outcomes(submission)));
        } catch (SQLException | RuntimeException e) {
            fail(account, together, e);
        }
        return true;
    }

    private void fail(Account account, List<Submission> together, Exception e) {
        boolean away = DatabaseFailures.isAway(e) || isForLater(e);
        if (!away && !(e instanceof TenantGoneException) && together.size() > 1) {
            // Something is wrong with one of them, and the others shall not suffer for it: each on its own. Nothing was
            // committed: only a lost connection leaves that open, and then the database is away.
            together.forEach(Submission::retry);
            together.forEach(submission -> carryOut(account, List.of(submission)));
            return;
        }
        if (away) {
            warn(account, e);
        } else if (!(e instanceof TenantGoneException)) {
            LOG.errorf(e, "An order of tenant %s could not be counted", account.tenantId());
        }
        Exception told = away ? new QuotaUnavailableException("the database is away", e) : e;
        together.forEach(submission -> submission.outcomes().completeExceptionally(told));
    }

    /** Every request fails alike while the database is away: said for one of them every now and then. */
    private void warn(Account account, Exception e) {
        long now = Time.currentTimeMillis();
        long before = warnedAt.get();
        if (Math.abs(now - before) >= WARN_EVERY.toMillis() && warnedAt.compareAndSet(before, now)) {
            LOG.warnf("Nothing can be counted now, as for tenant %s: %s", account.tenantId(), e.getMessage());
        }
    }

    private static boolean isForLater(Throwable thrown) {
        @Nullable Throwable next = thrown;
        while (next != null) {
            if (next instanceof SQLException sql && TRY_LATER.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
            next = next.getCause();
        }
        return false;
    }

    /** Carries out what was ordered before the server stops, for a while. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The server stops while something waits to be counted; those who ordered it are told nothing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What waits for one tenant; guarded by its entry in the map. There is one exactly while it is served. */
    private static final class Queue {

        private final Deque<Submission> waiting = new ArrayDeque<>();
        private int size;
    }
}
