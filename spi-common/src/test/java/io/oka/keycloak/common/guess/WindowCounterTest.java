package io.oka.keycloak.common.guess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.cache.LocalCache;
import org.keycloak.common.util.Time;

final class WindowCounterTest {

    private static final int WINDOW_SECONDS = 60;

    private final WindowCounter counter = new WindowCounter(WINDOW_SECONDS * 1000L, new Unbounded<>());

    @AfterEach
    void moveClockBack() {
        Time.setOffset(0);
    }

    @Test
    void eachNameHasItsOwnCount() {
        counter.increment("a");
        counter.increment("a");
        counter.increment("b");

        assertThat(counter.count("a")).isEqualTo(2);
        assertThat(counter.count("b")).isEqualTo(1);
        assertThat(counter.count("c")).isZero();
    }

    @Test
    void nextWindowBeginsAtZero() {
        counter.increment("a");

        Time.setOffset(WINDOW_SECONDS - 1);
        assertThat(counter.count("a")).isEqualTo(1);
        Time.setOffset(WINDOW_SECONDS + 1);

        assertThat(counter.count("a")).isZero();
        assertThat(counter.increment("a")).isEqualTo(1);
    }

    @Test
    void moreDoNotProlongTheWindow() {
        counter.increment("a");
        Time.setOffset(WINDOW_SECONDS / 2);
        counter.increment("a");

        assertThat(counter.secondsLeft("a")).isBetween(WINDOW_SECONDS / 2 - 1, WINDOW_SECONDS / 2 + 1);
        Time.setOffset(WINDOW_SECONDS + 1);
        assertThat(counter.count("a")).isZero();
    }

    @Test
    void thereIsAlwaysASecondToWait() {
        assertThat(counter.secondsLeft("nobody")).isEqualTo(1);
    }

    @Test
    void noneOfManyAtOnceIsLost() {
        IntStream.range(0, 10_000).parallel().forEach(i -> counter.increment("a"));

        assertThat(counter.count("a")).isEqualTo(10_000);
    }

    /** A cache that forgets nothing by itself. */
    private static final class Unbounded<V> implements LocalCache<String, V> {

        private final Map<String, V> entries = new ConcurrentHashMap<>();

        @Override
        public @Nullable V get(String key) {
            return entries.get(key);
        }

        @Override
        public void put(String key, V value) {
            entries.put(key, value);
        }

        @Override
        public void invalidate(String key) {
            entries.remove(key);
        }

        @Override
        public void close() {}
    }
}
