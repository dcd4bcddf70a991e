package io.oka.it.invitations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seat is taken by whoever accepts, not by whoever is asked; there are five, on two nodes. */
@OkaServer
final class InvitationSeatsIT {

    private static final int SEATS = 5;
    private static final int GUESTS = 20;
    private static final int THREADS = 10;

    @Test
    void fiveSeatsTakeFourOfTwentyWhoAcceptAtOnce(TwoNodes nodes) {
        try (TestRealm realm = realm(nodes.first())) {
            String tenant = Tenants.create(realm, "alice");
            List<String> invitations = inviteAll(realm, tenant);

            List<Response> answers = inParallel(IntStream.range(0, GUESTS)
                    .<Callable<Response>>mapToObj(i -> () -> accept(realm, node(nodes, i), invitations.get(i), i))
                    .toList());

            assertThat(members(realm, tenant)).hasSize(SEATS).contains("alice");
            assertThat(answers).filteredOn(answer -> answer.status() == 204).hasSize(SEATS - 1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 409)
                    .hasSize(GUESTS - SEATS + 1)
                    .allMatch(answer -> answer.code().equals("member_limit_reached"));
            assertThat(realm.as("alice")
                            .get("/tenants/" + tenant + "/invitations?status=accepted")
                            .send()
                            .header("X-Total-Count"))
                    .contains("4");
        }
    }

    @Test
    void onePersonTakesOneSeatHoweverOftenTheyAcceptAtOnce(TwoNodes nodes) {
        try (TestRealm realm = realm(nodes.first())) {
            String tenant = Tenants.create(realm, "alice");
            String invitation = Invitations.invite(realm, tenant, "guest0@example.com");

            List<Response> answers = inParallel(IntStream.range(0, THREADS)
                    .<Callable<Response>>mapToObj(i -> () -> accept(realm, node(nodes, i), invitation, 0))
                    .toList());

            assertThat(members(realm, tenant)).containsExactlyInAnyOrder("alice", "guest0");
            assertThat(answers).filteredOn(answer -> answer.status() == 204).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 409)
                    .hasSize(THREADS - 1)
                    .allMatch(answer -> answer.code().equals("invitation_accepted"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void guestsAndNativeMembersShareTheSeats(String authority, TwoNodes nodes) {
        try (TestRealm realm = realm(nodes.first())) {
            String tenant = Tenants.create(realm, "alice");
            String organization = link(realm, tenant, authority);
            List<String> invitations = inviteAll(realm, tenant);

            List<Integer> statuses = inParallel(IntStream.range(0, GUESTS)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        Oka node = i % 4 < 2 ? nodes.first() : nodes.second();
                        return i % 2 == 0
                                ? accept(realm, node, invitations.get(i), i).status()
                                : joinNatively(realm.on(node), organization, "guest" + i);
                    })
                    .toList());

            Set<String> members = members(realm, tenant);
            assertThat(members)
                    .hasSize(SEATS)
                    .contains("alice")
                    .isEqualTo(usernames(nodes.first()
                            .admin()
                            .get(realm.adminPath("/organizations/" + organization + "/members?max=100"))));
            assertThat(statuses)
                    .filteredOn(status -> status == 201 || status == 204)
                    .hasSize(SEATS - 1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(GUESTS - SEATS + 1);
        }
    }

    private static TestRealm realm(Oka oka) {
        List<String> people = new ArrayList<>(
                IntStream.range(0, GUESTS).mapToObj(i -> "guest" + i).toList());
        people.add("alice");
        TestRealm realm = oka.realm()
                .users(people.toArray(String[]::new))
                .with(representation -> {
                    representation.put("organizationsEnabled", true);
                    representation.put("smtpServer", Inbox.nobody());
                })
                .create();
        Tenants.limitSeats(realm, SEATS);
        return realm;
    }

    private static List<String> inviteAll(TestRealm realm, String tenant) {
        return IntStream.range(0, GUESTS)
                .mapToObj(i -> Invitations.invite(realm, tenant, "guest" + i + "@example.com"))
                .toList();
    }

    private static String link(TestRealm realm, String tenant, String authority) {
        String name = "t" + UUID.randomUUID();
        String organization = realm.oka()
                .admin()
                .post(
                        realm.adminPath("/organizations"),
                        Map.of("name", name, "domains", Set.of(Map.of("name", name + ".example"))))
                .id();
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("organizationId", organization, "membershipAuthority", authority))
                .send()
                .expect(200);
        return organization;
    }

    private static Response accept(TestRealm realm, Oka node, String invitation, int guest) {
        return Invitations.accept(
                realm.on(node), invitation, Invitations.linkId(realm.oka(), invitation), realm.userId("guest" + guest));
    }

    private static int joinNatively(TestRealm realm, String organization, String person) {
        return realm.oka()
                .admin()
                .send(
                        "POST",
                        realm.adminPath("/organizations/" + organization + "/members"),
                        realm.userId(person),
                        Set.of(201, 400, 409, 500))
                .status();
    }

    private static Oka node(TwoNodes nodes, int i) {
        return i % 2 == 0 ? nodes.first() : nodes.second();
    }

    private static Set<String> members(TestRealm realm, String tenant) {
        return usernames(realm.operator()
                .get("/tenants/" + tenant + "/members?max=100")
                .send()
                .expect(200)
                .json());
    }

    private static Set<String> usernames(JsonNode people) {
        return StreamSupport.stream(people.spliterator(), false)
                .map(person -> person.path("username").asText())
                .collect(Collectors.toSet());
    }

    private static <T> List<T> inParallel(List<Callable<T>> calls) {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : pool.invokeAll(calls)) {
                results.add(one.get());
            }
            return results;
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
