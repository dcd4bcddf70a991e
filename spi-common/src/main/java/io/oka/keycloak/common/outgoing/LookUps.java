package io.oka.keycloak.common.outgoing;

import io.oka.keycloak.common.task.DaemonThreads;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks names up on threads of its own: the system's look-up knows no deadline, and whoever asks has one. */
final class LookUps implements AutoCloseable {

    private static final int THREADS = 32;
    private static final long IDLE_SECONDS = 30;

    private final Resolver resolver;
    private final ThreadPoolExecutor threads;

    LookUps(Resolver resolver) {
        this.resolver = resolver;
        this.threads = new ThreadPoolExecutor(
                0,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DaemonThreads.named("oka-look-up"));
    }

    /**
     * @throws TimeoutException also if too many look-ups hang already
     */
    List<InetAddress> find(String host, Duration patience)
            throws UnknownHostException, TimeoutException, InterruptedException {
        Future<List<InetAddress>> answer;
        try {
            answer = threads.submit(() -> resolver.resolve(host));
        } catch (RejectedExecutionException e) {
            TimeoutException full = new TimeoutException("Too many look-ups hang");
            full.initCause(e);
            throw full;
        }
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
