package io.oka.keycloak.sync;

import static io.oka.keycloak.sync.ItemState.APPLIED;
import static io.oka.keycloak.sync.ItemState.CANCELLED;
import static io.oka.keycloak.sync.ItemState.DEAD;
import static io.oka.keycloak.sync.ItemState.DISCARDED;
import static io.oka.keycloak.sync.ItemState.PARKED;
import static io.oka.keycloak.sync.ItemState.PROCESSING;
import static io.oka.keycloak.sync.ItemState.QUEUED;
import static io.oka.keycloak.sync.ItemState.RETRYING;
import static io.oka.keycloak.sync.ItemState.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JobProgressTest {

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(List.of(QUEUED, QUEUED), JobState.RUNNING),
                Arguments.of(List.of(PROCESSING, DEAD), JobState.RUNNING),
                Arguments.of(List.of(QUEUED, RETRYING, APPLIED), JobState.RUNNING),
                Arguments.of(List.of(RETRYING, APPLIED, PARKED), JobState.RETRYING),
                Arguments.of(List.of(APPLIED, SKIPPED), JobState.SUCCEEDED),
                Arguments.of(List.of(SKIPPED), JobState.SUCCEEDED),
                Arguments.of(List.of(APPLIED, PARKED), JobState.PARTIAL),
                Arguments.of(List.of(PARKED), JobState.PARTIAL),
                Arguments.of(List.of(APPLIED, DEAD), JobState.PARTIAL),
                Arguments.of(List.of(APPLIED, DISCARDED), JobState.PARTIAL),
                Arguments.of(List.of(DEAD, DEAD), JobState.DEAD),
                Arguments.of(List.of(DEAD, DISCARDED), JobState.DEAD));
    }

    @ParameterizedTest
    @MethodSource("states")
    void stateOfAStartedJobFollowsFromItsItems(List<ItemState> items, JobState state) {
        assertThat(progress(items).state(true, false)).isEqualTo(state);
    }

    @Test
    void jobIsQueuedUntilOneOfItsItemsIsTakenUp() {
        assertThat(progress(List.of(QUEUED, DEAD)).state(false, false)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void jobThatWasEndedStaysSo() {
        assertThat(progress(List.of(PROCESSING, CANCELLED)).state(true, true)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void eachItemIsCountedOnce() {
        JobProgress progress = progress(Arrays.asList(ItemState.values()));

        assertThat(progress.items()).isEqualTo(ItemState.values().length);
        assertThat(List.of(
                        progress.queued(),
                        progress.processing(),
                        progress.retrying(),
                        progress.parked(),
                        progress.applied(),
                        progress.skipped(),
                        progress.dead(),
                        progress.discarded(),
                        progress.cancelled()))
                .containsOnly(1);
    }

    private static JobProgress progress(List<ItemState> items) {
        return JobProgress.of(
                items.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.summingInt(item -> 1))));
    }
}
