package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.task.DaemonThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.keycloak.common.util.Time;

/**
 * The threads that send. A receiver that takes its time keeps a thread, and must not keep the others from theirs: what has
 * been under way for a second no longer counts among those that a node makes at a time, and there is room for many of
 * these. What failed last has half of the room at the most.
 */
final class Workers {

    /** So many may be under way in all, each on a thread. */
    static final int MOST = 256;

    /** So many that are not slow. */
    private static final int MOST_QUICK = 32;

    private static final long SLOW_MILLIS = 1_000;

    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    Workers() {
        this.threads = new ThreadPoolExecutor(
                0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), DaemonThreads.numbered("oka-webhook-"));
    }

    /** How many more may begin now. */
    int room() {
        long now = Time.currentTimeMillis();
        long quick = begun.values().stream()
                .filter(since -> Math.abs(now - since) < SLOW_MILLIS)
                .count();
        return Math.toIntExact(Math.max(0, Math.min(MOST_QUICK - quick, MOST - begun.size())));
    }

    /** Whether there is room for what failed last. */
    boolean hasRoomForFailing() {
        return begun.size() < MOST / 2;
    }

    /**
     * Begins one.
     *
     * @return false if there is no thread for it, or the server stops
     */
    boolean begin(ClaimedDelivery delivery, Consumer<ClaimedDelivery> work) {
        begun.put(delivery.id(), Time.currentTimeMillis());
        try {
            threads.execute(() -> {
                try {
                    work.accept(delivery);
                } finally {
                    begun.remove(delivery.id());
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            begun.remove(delivery.id());
            return false;
        }
    }

    /** Begins nothing more, and waits for what is under way, for a while. */
    void finish(Duration patience) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
