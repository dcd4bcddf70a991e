package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class Uuid7Test {

    /** Beyond all that was handed in before: the class remembers the latest it was given. */
    private static final AtomicLong FUTURE = new AtomicLong(50_000_000_000_000L);

    private final long millis = FUTURE.addAndGet(1_000_000_000);

    @Test
    void versionAndVariantAreThoseOfTheStandard() {
        for (int i = 0; i < 10_000; i++) {
            UUID id = UUID.fromString(Uuid7.next());

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        }
    }

    @Test
    void timeStandsInTheFirst48Bits() {
        assertThat(Uuid7.next(millis).getMostSignificantBits() >>> 16).isEqualTo(millis);
    }

    @Test
    void idsRiseWithTheClock() {
        UUID first = Uuid7.next(millis);
        UUID second = Uuid7.next(millis + 1);

        assertThat(second.toString()).isGreaterThan(first.toString());
    }

    @Test
    void idsRiseThoughTheClockGoesBack() {
        UUID before = Uuid7.next(millis);

        UUID after = Uuid7.next(millis - 3_600_000);

        assertThat(after.toString()).isGreaterThan(before.toString());
    }

    @Test
    void burstWithinOneMillisecondIsUniqueAndRises() {
        List<String> ids = new ArrayList<>();

        for (int i = 0; i < 100_000; i++) {
            ids.add(Uuid7.next(millis).toString());
        }

        assertThat(new HashSet<>(ids)).hasSize(ids.size());
        assertThat(ids).isSorted();
    }

    @Test
    void threadsNeverGetTheSame() {
        List<CompletableFuture<List<String>>> work = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            work.add(CompletableFuture.supplyAsync(Uuid7Test::thousand));
        }

        List<String> ids = work.stream().flatMap(part -> part.join().stream()).toList();

        assertThat(new HashSet<>(ids)).hasSize(4000);
    }

    private static List<String> thousand() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(Uuid7.next());
        }
        assertThat(ids).isSorted();
        return ids;
    }
}
