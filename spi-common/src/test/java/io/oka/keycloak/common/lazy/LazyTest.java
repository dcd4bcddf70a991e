package io.oka.keycloak.common.lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LazyTest {

    private final Lazy<String> lazy = new Lazy<>();

    @Test
    void whatIsMadeOnceStays() {
        assertThat(lazy.peek()).isNull();

        assertThat(lazy.get(() -> "first")).isEqualTo("first");
        assertThat(lazy.get(() -> "second")).isEqualTo("first");

        assertThat(lazy.peek()).isEqualTo("first");
    }

    @Test
    void whatCouldNotBeMadeIsTriedAgain() {
        assertThatThrownBy(() -> lazy.get(() -> {
                    throw new IllegalStateException("not yet");
                }))
                .hasMessage("not yet");

        assertThat(lazy.get(() -> "now")).isEqualTo("now");
    }

    @Test
    void manyAtOnceGetTheSame() {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(8);

        List<CompletableFuture<String>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            all.countDown();
                            return lazy.get(() -> "made " + times.incrementAndGet());
                        },
                        work -> new Thread(work).start()))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo("made 1"));
        assertThat(all.getCount()).isZero();
    }
}
