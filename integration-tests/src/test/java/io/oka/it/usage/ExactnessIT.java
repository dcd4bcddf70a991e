package io.oka.it.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Tenants;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Sixty-four callers on two nodes against one limit. What was admitted is as much as the rule allows and never one unit
 * more: nothing that was refused would have fitted into what is left, whether by the callers' answers, by the counters, by
 * the events or by the totals.
 */
@OkaServer
final class ExactnessIT {

    private static final int CALLERS = 64;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final TwoNodes nodes;
    private final TestReporter reporter;
    private final AtomicInteger requests = new AtomicInteger();
    private TestRealm realm;
    private String token = "";
    private String tenant = "";
    private Meter meter;

    ExactnessIT(TwoNodes nodes, TestReporter reporter) {
        this.nodes = nodes;
        this.reporter = reporter;
    }

    @BeforeEach
    void createTenant() {
        realm = nodes.first().realm().service(Meter.SERVICE, "record-usage").create();
        token = realm.serviceToken(Meter.SERVICE);
        tenant = Tenants.create(realm, null);
        meter = Meter.of(realm, tenant);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    void hundredThousandAttemptsAdmitExactlyTheLimit() {
        long limit = 180_000;
        limit(limit);
        Attempts attempts = new Attempts();

        long began = System.nanoTime();
        run(caller -> {
            for (int i = 0; i < 1_563; i++) {
                Map<String, Object> item =
                        Attempts.items(caller + "-" + i, 1, 5).get(0);
                Oka node = anyNode();
                attempts.makeOne(item, () -> post(node, item));
            }
        });
        System.err.println("SINGLES took " + (System.nanoTime() - began) / 1_000_000);

        assertThat(attempts.count()).isEqualTo(CALLERS * 1_563).isGreaterThanOrEqualTo(100_000);
        assertExact(attempts, limit);
    }

    @Test
    void everyRequestSentTwiceToTwoNodesIsCountedOnce() {
        long limit = 20_000;
        limit(limit);
        Attempts attempts = new Attempts();

        run(caller -> {
            for (int i = 0; i < 12; i++) {
                List<Map<String, Object>> items = Attempts.items(caller + "-" + i, 20, 5);
                var twin = post(nodes.second(), items).sendAsync();
                attempts.make(items, () -> post(nodes.first(), items));
                Response other = twin.join();
                if (other.status() == 200) {
                    attempts.make(items, () -> post(nodes.second(), items));
                }
            }
        });

        assertExact(attempts, limit);
    }

    @Test
    void reservationsThatExpireMeanwhileGiveBackExactlyWhatTheyHeld() {
        long limit = 6_000;
        limit(limit);
        Attempts attempts = new Attempts();

        run(caller -> {
            for (int i = 0; i < 12; i++) {
                List<Map<String, Object>> items = Attempts.items(caller + "-" + i, 10, 3);
                Oka node = anyNode();
                attempts.make(items, () -> post(node, items));
                reserveAndForgetOrCommit(caller + "-" + i);
            }
        });
        // Whatever was held is free again, and can be used to the last unit.
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            nodes.first().runTask("oka-expire-reservations");
            assertThat(meter.reservedByCounter()).isZero();
        });
        for (int i = 0; meter.usedByCounter() < limit; i++) {
            List<Map<String, Object>> items = Attempts.items("fill-" + i, 500, 1);
            attempts.make(items, () -> post(anyNode(), items));
        }

        meter.assertConsistent(limit);
        assertThat(attempts.admittedUnits() + meter.usedByReservations()).isEqualTo(limit);
        assertThat(meter.usedByReservations()).isPositive();
    }

    @Test
    void killedNodeLosesNothingThatWasAdmittedAndCountsNothingThatWasRefused() {
        long limit = 60_000;
        limit(limit);
        Attempts attempts = new Attempts();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(caller -> {
            for (int i = 0; i < 20; i++) {
                List<Map<String, Object>> items = Attempts.items(caller + "-" + i, 25, 5);
                attempts.make(items, () -> post(runningNode(), items));
            }
        }));
        await().atMost(LIMIT).until(() -> requests.get() > CALLERS * 4);

        nodes.second().server().kill();
        nodes.second().proxy().cut();

        get(running);
        reporter.publishEntry("repeated requests", Long.toString(attempts.repetitions()));
        assertExact(attempts, limit);
        assertThat(attempts.repetitions()).isPositive();
        nodes.restartDead();
        if (meter.usedByCounter() == limit) {
            meter.recordEnforced(1).expect(429);
        }
    }

    private void assertExact(Attempts attempts, long limit) {
        long used = attempts.admittedUnits();
        assertThat(used).isLessThanOrEqualTo(limit);
        meter.assertConsistent(used);
        assertThat(meter.reservedByCounter()).isZero();
        // Sorted, since there are many.
        assertThat(meter.recordedKeys().stream().sorted().toList())
                .isEqualTo(attempts.admittedKeys().stream().sorted().toList());
        assertThat(attempts.refusedOnly()).isNotEmpty().allSatisfy(quantity -> assertThat(quantity)
                .isGreaterThan(limit - used));
    }

    /** Holds some, and then lets it expire or uses part of it. */
    private void reserveAndForgetOrCommit(String key) {
        Meter one = Meter.of(nodes.first(), realm.on(anyNode()).with(token), tenant);
        Response held = one.reserve(1 + ThreadLocalRandom.current().nextInt(20), 1, "r-" + key);
        if (held.status() == 201 && ThreadLocalRandom.current().nextBoolean()) {
            one.commit(held.id(), 1);
        }
    }

    private void run(IntConsumer caller) {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                all.add(threads.submit(() -> caller.accept(number)));
            }
            all.forEach(ExactnessIT::get);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void get(Future<?> future) {
        try {
            future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Oka anyNode() {
        return ThreadLocalRandom.current().nextBoolean() ? nodes.first() : nodes.second();
    }

    /** As a balancer would choose: of the nodes that are there. */
    private Oka runningNode() {
        Oka chosen = anyNode();
        return chosen.server().isRunning() ? chosen : nodes.first();
    }

    private Http.Request post(Oka node, Object body) {
        requests.incrementAndGet();
        return node.http()
                .post(realm.path("/tenants/" + tenant + "/usage"))
                .bearer(token)
                .json(body);
    }

    private void limit(long units) {
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("quotaLimit", units))
                .send()
                .expect(200);
        // The second node hears of it by a message.
        await().atMost(Duration.ofSeconds(35)).untilAsserted(() -> assertThat(
                        Meter.of(nodes.second(), realm.on(nodes.second()).with(token), tenant)
                                .quota("")
                                .path("limit")
                                .asLong())
                .isEqualTo(units));
    }
}
