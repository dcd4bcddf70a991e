package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.task.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The threads that apply, a lane each. */
final class Workers {

    /** Each takes one of the server's connections at a time, which its requests need as well. */
    static final int MOST = 20;

    private final AtomicInteger busy = new AtomicInteger();
    private final Consumer<Lane> work;
    private final ThreadPoolExecutor threads;

    Workers(Consumer<Lane> work) {
        this.work = work;
        // One that is through with its lane is not back at once.
        this.threads = new ThreadPoolExecutor(
                0, 2 * MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), DaemonThreads.numbered("oka-sync-"));
    }

    /** How many more lanes may begin now. */
    int room() {
        return threads.isShutdown() ? 0 : MOST - busy.get();
    }

    /**
     * Begins one.
     *
     * @return false if the server stops
     */
    boolean begin(Lane lane) {
        busy.incrementAndGet();
        try {
            threads.execute(() -> {
                try {
                    work.accept(lane);
                } finally {
                    busy.decrementAndGet();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            busy.decrementAndGet();
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
