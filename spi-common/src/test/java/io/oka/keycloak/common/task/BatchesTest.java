package io.oka.keycloak.common.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BatchesTest {

    private final Batches batches = new Batches(2, 3);
    private final List<String> done = new ArrayList<>();

    @Test
    void batchesAreDoneUntilOneIsNotFull() {
        assertThat(batches.run(new ArrayDeque<>(List.of(2, 1, 2))::pop)).isEqualTo(3);
        assertThat(batches.run(new ArrayDeque<>(List.of(2, 0, 2))::pop)).isEqualTo(2);
        assertThat(batches.run(new ArrayDeque<>(List.of(0, 2))::pop)).isZero();
    }

    @Test
    void whatIsMoreIsLeftToTheNextRun() {
        Deque<Integer> waiting = new ArrayDeque<>(List.of(2, 2, 2, 2));

        assertThat(batches.run(waiting::pop)).isEqualTo(6);

        assertThat(waiting).hasSize(1);
    }

    @Test
    void eachIdIsWorkedOnOnce() {
        assertThat(batches.each("", page("a", "b", "c"), done::add)).isEmpty();

        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void endOnAFullPageIsSeen() {
        assertThat(batches.each("", page("a", "b"), done::add)).isEmpty();
        assertThat(batches.each("", page(), done::add)).isEmpty();

        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void nextRunGoesOnWhereThisOneEnded() {
        String[] ids = {"a", "b", "c", "d", "e", "f", "g"};

        String last = batches.each("", page(ids), done::add);
        String end = batches.each(last, page(ids), done::add);

        assertThat(last).isEqualTo("f");
        assertThat(end).isEmpty();
        assertThat(done).containsExactly(ids);
    }

    private static Function<String, List<String>> page(String... ids) {
        return after ->
                Stream.of(ids).filter(id -> id.compareTo(after) > 0).limit(2).toList();
    }
}
