package io.oka.keycloak.common.guess;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/** Counts by name, from zero again in each window, on this node alone. Beyond its size the names used least are forgotten. */
public final class WindowCounter {

    private final long windowMillis;
    private final LocalCache<String, Window> windows;

    /** One name's count since its first one. */
    private static final class Window {

        private final long endsAt;
        private final AtomicInteger count = new AtomicInteger();

        Window(long endsAt) {
            this.endsAt = endsAt;
        }
    }

    WindowCounter(long windowMillis, LocalCache<String, Window> windows) {
        this.windowMillis = windowMillis;
        this.windows = windows;
    }

    /**
     * @param name unique among the caches of the server
     */
    public static WindowCounter create(KeycloakSession session, String name, int size, Duration window) {
        LocalCacheConfiguration<String, Window> configuration = LocalCacheConfiguration.<String, Window>builder()
                .name(name)
                .maxSize(size)
                .expirationAfterCreate((key, value) -> window)
                .build();
        return new WindowCounter(
                window.toMillis(), session.getProvider(LocalCacheProvider.class).create(configuration));
    }

    /** How many there were in the window that is open. */
    public int count(String name) {
        Window open = open(name);
        return open == null ? 0 : open.count.get();
    }

    /** Counts one more, and says how many there are now. */
    public int increment(String name) {
        Window open = open(name);
        if (open == null) {
            synchronized (this) {
                open = open(name);
                if (open == null) {
                    open = new Window(Time.currentTimeMillis() + windowMillis);
                    windows.put(name, open);
                }
            }
        }
        return open.count.incrementAndGet();
    }

    /** How long the open window goes on, in seconds, rounded up; at least one. */
    public int secondsLeft(String name) {
        Window open = open(name);
        long millis = open == null ? 0 : open.endsAt - Time.currentTimeMillis();
        return (int) Math.max(1, (millis + 999) / 1000);
    }

    private @Nullable Window open(String name) {
        Window window = windows.get(name);
        return window == null || Time.currentTimeMillis() >= window.endsAt ? null : window;
    }
}
