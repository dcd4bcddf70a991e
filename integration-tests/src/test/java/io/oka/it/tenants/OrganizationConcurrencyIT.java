package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.server.AdminApi;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of a link under changes from both sides, on two nodes at once. */
@OkaServer
final class OrganizationConcurrencyIT {

    private static final int THREADS = 8;
    private static final int CHANGES = 160;
    private static final int PEOPLE = 5;

    @ParameterizedTest
    @CsvSource({"tenant, 1", "tenant, 2", "organization, 3", "organization, 4"})
    void bothSidesAreEqualAfterAnyCrossingOfChanges(String authority, long seed, TwoNodes nodes) {
        String[] people = people(PEOPLE);
        try (TestRealm realm = Linked.realm(nodes.first(), with(people, "alice"))) {
            Linked first = Linked.together(realm, "alice", authority);
            List<Linked> sides = List.of(first, first.on(nodes.second()));
            first.joinNatively(people[0]);
            first.makeManaged(people[0]);
            Random random = new Random(seed);
            List<Runnable> changes = new ArrayList<>();
            ConcurrentLinkedQueue<AdminApi.Answer> ours = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < CHANGES; i++) {
                Linked side = sides.get(random.nextInt(2));
                // The managed one is only ever removed by us: natively, Keycloak would delete it.
                String person = people[random.nextInt(PEOPLE)];
                int kind = person.equals(people[0]) ? random.nextInt(2) : random.nextInt(4);
                changes.add(
                        switch (kind) {
                            case 0 -> () -> ours.add(side.add(person, "member"));
                            case 1 -> () -> ours.add(side.remove(person));
                            case 2 -> () -> side.joinNatively(person);
                            default -> () -> side.leaveNatively(person);
                        });
            }

            inParallel(changes);

            assertThat(first.members()).isEqualTo(first.nativeMembers()).contains("alice", people[0]);
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
}
