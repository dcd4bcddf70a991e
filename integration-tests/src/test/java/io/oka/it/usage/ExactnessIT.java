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
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
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

    /** So many uses each of them attempts: together a hundred thousand and a few. */
    private static final int SHARE = 1_563;

    /** Most of them in requests of so many, each being all or nothing for itself. */
    private static final int TOGETHER = 50;

    /** Three fifths of what the attempts add up to, so that the end is refused. */
    private static final long UNITS = 180_000;

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
        limit(UNITS);
        Attempts attempts = new Attempts();

        // Thirteen thousand of them alone, so that many find the queue empty.
        run(caller -> share(caller, 213, items -> attempts.make(items, post(this::anyNode, items))));

        assertThat(attempts.count()).isEqualTo(CALLERS * SHARE).isGreaterThanOrEqualTo(100_000);
        assertExact(attempts, UNITS);
    }

    @Test
    void everyRequestSentTwiceToTwoNodesIsCountedOnce() {
        limit(UNITS);
        Attempts attempts = new Attempts();

        run(caller -> share(caller, 63, items -> {
            CompletableFuture<Response> twin = post(nodes::second, items).get().sendAsync();
            attempts.make(items, post(nodes::first, items));
            Response other = twin.join();
            if (other.status() == 200 || other.status() == 429) {
                attempts.take(items, other);
            } else {
                attempts.make(items, post(nodes::second, items));
            }
        }));

        assertThat(attempts.contradictions()).isEmpty();
        assertThat(attempts.count()).isEqualTo(CALLERS * SHARE);
        assertExact(attempts, UNITS);
    }

    @Test
    void reservationsThatExpireMeanwhileGiveBackExactlyWhatTheyHeld() {
        limit(UNITS);
        Attempts attempts = new Attempts();

        run(caller -> share(caller, 63, items -> {
            attempts.make(items, post(this::anyNode, items));
            if (items.size() > 1) {
                reserveAndForgetOrCommit(items.get(0).get("idempotencyKey") + "-held");
            }
        }));
        assertThat(attempts.count()).isEqualTo(CALLERS * SHARE);
        // Whatever was held is free again, and can be used to the last unit.
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            nodes.first().runTask("oka-expire-reservations");
            assertThat(meter.reservedByCounter()).isZero();
        });
        for (int i = 0; meter.usedByCounter() < UNITS; i++) {
            List<Map<String, Object>> items = Attempts.items("fill-" + i, 500, 1);
            attempts.make(items, post(this::anyNode, items));
        }

        meter.assertConsistent(UNITS);
        assertThat(attempts.admittedUnits() + meter.usedByReservations()).isEqualTo(UNITS);
        assertThat(meter.usedByReservations()).isPositive();
    }

    @Test
    void killedNodeLosesNothingThatWasAdmittedAndCountsNothingThatWasRefused() {
        limit(UNITS);
        Attempts attempts = new Attempts();
        int alone = 63;
        int middle = CALLERS * (alone + (SHARE - alone) / TOGETHER) / 2;
        CompletableFuture<Void> running = CompletableFuture.runAsync(() ->
                run(caller -> share(caller, alone, items -> attempts.make(items, post(this::runningNode, items)))));
        await().atMost(LIMIT).until(() -> requests.get() > middle);

        nodes.second().server().kill();
        nodes.second().proxy().cut();

        get(running);
        reporter.publishEntry("repeated requests", Long.toString(attempts.repetitions()));
        assertThat(attempts.count()).isEqualTo(CALLERS * SHARE);
        assertExact(attempts, UNITS);
        assertThat(attempts.repetitions()).isPositive();
        nodes.restartDead();
        if (meter.usedByCounter() == UNITS) {
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
        Response held = one.reserve(1 + ThreadLocalRandom.current().nextInt(200), 1, key);
        if (held.status() == 201 && ThreadLocalRandom.current().nextBoolean()) {
            one.commit(held.id(), 1);
        }
    }

    /** One caller's share: so many of the attempts alone, and between them the others together. */
    private static void share(int caller, int alone, Consumer<List<Map<String, Object>>> attempt) {
        int arrays = (SHARE - alone) / TOGETHER;
        for (int i = 0; i < arrays; i++) {
            attempt.accept(Attempts.items(caller + "-" + i, TOGETHER, 5));
            for (int j = alone * i / arrays; j < alone * (i + 1) / arrays; j++) {
                attempt.accept(Attempts.items(caller + "-alone-" + j, 1, 5));
            }
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

    /** Made anew each time, perhaps to another node; a single use goes as such, and not as an array of one. */
    private Supplier<Http.Request> post(Supplier<Oka> node, List<Map<String, Object>> items) {
        Object body = items.size() == 1 ? items.get(0) : items;
        return () -> {
            requests.incrementAndGet();
            return node.get()
                    .http()
                    .post(realm.path("/tenants/" + tenant + "/usage"))
                    .bearer(token)
                    .json(body);
        };
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
