package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.server.AdminApi;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of a link under changes from both sides, on two nodes at once. */
@OkaServer
final class OrganizationConcurrencyIT {

    private static final int THREADS = 8;
    private static final int CHANGES = 160;
    private static final int PEOPLE = 5;

    @ParameterizedTest
    @MethodSource("seeds")
    void bothSidesAreEqualAfterAnyCrossingOfChanges(String authority, long seed, TwoNodes nodes) {
        String[] people = people(PEOPLE);
        try (TestRealm realm = Linked.realm(nodes.first(), with(people, "alice"))) {
            Linked first = Linked.together(realm, "alice", authority);
            List<Linked> sides = List.of(first, first.on(nodes.second()));
            first.joinNatively(people[0]);
            first.makeManaged(people[0]);
            Random random = new Random(seed);
            Log log = new Log();
            List<Runnable> changes = new ArrayList<>();
            ConcurrentLinkedQueue<AdminApi.Answer> ours = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < CHANGES; i++) {
                Linked side = sides.get(random.nextInt(2));
                // The managed one is only ever removed by us: natively, Keycloak would delete it.
                String person = people[random.nextInt(PEOPLE)];
                int kind = person.equals(people[0]) ? random.nextInt(2) : random.nextInt(4);
                String node = side == first ? "first" : "second";
                changes.add(
                        switch (kind) {
                            case 0 -> () -> ours.add(log.note(person, "add", node, () -> side.add(person, "member")));
                            case 1 -> () -> ours.add(log.note(person, "remove", node, () -> side.remove(person)));
                            case 2 -> () -> log.note(person, "native join", node, () -> side.joinNatively(person));
                            default -> () -> log.note(person, "native leave", node, () -> side.leaveNatively(person));
                        });
            }

            inParallel(changes);

            // The rows at once, whatever a node remembers; and both nodes read them.
            assertThat(first.rows())
                    .as(() -> log.of(people))
                    .isEqualTo(first.nativeRows())
                    .contains("alice", people[0]);
            assertThat(sides).allSatisfy(side -> {
                assertThat(side.members()).isEqualTo(first.rows());
                assertThat(side.nativeMembers()).isEqualTo(first.rows());
            });
            assertThat(first.id(people[0])).isNotEmpty();
            assertThat(ours).extracting(AdminApi.Answer::status).isSubsetOf(201, 204, 404, 409);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void fiveSeatsTakeFiveOfTwentyWhoCome(String authority, TwoNodes nodes) {
        String[] people = people(20);
        try (TestRealm realm = Linked.realm(nodes.first(), 5, with(people, "alice"))) {
            Linked first = Linked.together(realm, "alice", authority);
            Linked second = first.on(nodes.second());
            List<Runnable> changes = new ArrayList<>();
            ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < people.length; i++) {
                Linked side = i % 4 < 2 ? first : second;
                String person = people[i];
                Consumer<AdminApi.Answer> note = answer -> statuses.add(answer.status());
                changes.add(
                        i % 2 == 0
                                ? () -> note.accept(side.add(person, "member"))
                                : () -> note.accept(side.joinNatively(person)));
            }

            inParallel(changes);

            Set<String> members = first.members();
            assertThat(members).hasSize(5).contains("alice").isEqualTo(first.nativeMembers());
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(4);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(16);
        }
    }

    /** Four, or as many as somebody who looks for a race asks for by {@code -Doka.seeds}. */
    static Stream<Arguments> seeds() {
        return LongStream.rangeClosed(1, Long.getLong("oka.seeds", 4))
                .mapToObj(seed -> Arguments.of(seed % 2 == 1 ? "tenant" : "organization", seed));
    }

    private static String[] people(int count) {
        return IntStream.range(0, count).mapToObj(i -> "person" + i).toArray(String[]::new);
    }

    private static String[] with(String[] people, String another) {
        List<String> all = new ArrayList<>(List.of(people));
        all.add(another);
        return all.toArray(String[]::new);
    }

    private static void inParallel(List<Runnable> changes) {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable change : changes) {
                running.add(pool.submit(change));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** What was changed when and how it was answered, for the day on which the sides differ. */
    private static final class Log {

        private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
        private final long start = System.nanoTime();

        AdminApi.Answer note(String person, String change, String node, Supplier<AdminApi.Answer> call) {
            long began = micros();
            AdminApi.Answer answer = call.get();
            entries.add(new Entry(person, change, node, began, micros(), answer.status()));
            return answer;
        }

        String of(String... people) {
            return Stream.of(people)
                    .flatMap(person -> entries.stream()
                            .filter(entry -> entry.person().equals(person))
                            .sorted(Comparator.comparingLong(Entry::ended)))
                    .map(Entry::toString)
                    .collect(Collectors.joining("\n", "\n", "\n"));
        }

        private long micros() {
            return (System.nanoTime() - start) / 1_000;
        }

        private record Entry(String person, String change, String node, long began, long ended, int status) {}
    }
}
