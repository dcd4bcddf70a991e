package io.oka.keycloak.common.task;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for background work, by whose names a dump tells what they do; none of them keeps the server from ending. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** For work that one thread does, or several alike. */
    public static ThreadFactory named(String name) {
        return work -> thread(work, name);
    }

    /**
     * For the threads of a pool, each with its number.
     *
     * @param prefix what comes before it
     */
    public static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> thread(work, prefix + number.incrementAndGet());
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
