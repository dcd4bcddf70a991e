package io.oka.keycloak.entitlements.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random orders, cut into random transactions, against a model that carries them out one by one and knows nothing of
 * transactions: how they were combined makes no difference.
 */
final class RandomOrdersTest {

    private static final Instant START = Instant.parse("2026-10-31T22:00:00Z");
    private static final QuotaLimits LIMITS =
            new QuotaLimits(new QuotaLimits.KeyLimit("family", 300L, QuotaWindow.HOUR), 900L, 1_000L);

    private final Stored stored = new Stored();
    private final Model model = new Model();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void combiningMakesNoDifference(long seed) {
        Random random = new Random(seed);
        Instant now = START;
        for (int transaction = 0; transaction < 200; transaction++) {
            now = now.plusSeconds(random.nextInt(120));
            List<Order> orders = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                orders.add(order(random));
            }

            List<Outcome> combined = stored.carryOut(now, orders);

            for (int i = 0; i < orders.size(); i++) {
                assertThat(model.admits(now, orders.get(i)))
                        .as("seed %s, %s", seed, orders.get(i))
                        .isEqualTo(verdict(orders.get(i), combined.get(i)));
                model.note(orders.get(i), combined.get(i));
            }
        }
        model.assertSame(stored);
    }

    private Order order(Random random) {
        String key = random.nextInt(4) == 0 ? "key" + random.nextInt(30) : null;
        long quantity = 1 + random.nextInt(60);
        QuotaRequest use = new QuotaRequest(
                "tenant", "documents", random.nextBoolean() ? "api-key" : null, null, "convert", quantity, key);
        Order.Terms terms = LedgerTest.terms(
                use.apiKeyId() == null ? new QuotaLimits(null, LIMITS.service(), LIMITS.tenant()) : LIMITS);
        String hash = quantity % 2 + " " + (use.apiKeyId() != null);
        int kind = random.nextInt(10);
        if (kind < 5) {
            return new Order.Take(use, terms, random.nextInt(5) > 0, "take" + hash);
        }
        if (kind < 8) {
            return new Order.Reserve(use, terms, Duration.ofSeconds(1 + random.nextInt(600)), "reserve" + hash);
        }
        String reservation = model.anyReservation(random);
        return kind == 8 ? new Order.Release(reservation) : new Order.Commit(reservation, random.nextInt(30), terms);
    }

    private static String verdict(Order order, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            // Whether somebody else's order gave it back before is nobody's concern.
            return done.duplicate() && !(order instanceof Order.Release) ? "duplicate" : "done";
        }
        return outcome.getClass().getSimpleName();
    }

    /** What the tables would hold. */
    private static final class Stored {

        private final Map<Counter, Count> counts = new HashMap<>();
        private final Map<String, KeptAnswer> answers = new HashMap<>();
        private final Map<String, Reservation> reservations = new HashMap<>();
        private final List<Event> events = new ArrayList<>();

        List<Outcome> carryOut(Instant now, List<Order> orders) {
            Ledger ledger = new Ledger(now, answers);
            ledger.know(reservations.values());
            orders.forEach(order -> know(ledger, ledger.countersOf(order)));
            List<Outcome> outcomes = new ArrayList<>();
            for (Order order : orders) {
                Outcome outcome = ledger.carryOut(order);
                if (outcome instanceof Outcome.Exceeded exceeded
                        && exceeded.quota().reserved() > 0) {
                    List<Reservation> expired = reservations.values().stream()
                            .filter(held -> held.state() == Reservation.State.OPEN)
                            .filter(held -> !held.expiresAt().isAfter(now))
                            .toList();
                    expired.forEach(held -> know(ledger, held.counters()));
                    ledger.reclaim(expired);
                    outcome = ledger.carryOut(order);
                }
                outcomes.add(outcome);
            }
            ledger.changes().forEach((counter, change) -> {
                assertThat(change.before()).isEqualTo(counts.getOrDefault(counter, Count.ZERO));
                counts.put(counter, change.now());
            });
            answers.putAll(ledger.newAnswers());
            ledger.newReservations().forEach(made -> reservations.put(made.id(), made));
            ledger.endedReservations().forEach(ended -> reservations.put(ended.id(), ended));
            events.addAll(ledger.events());
            return outcomes;
        }

        private void know(Ledger ledger, List<Counter> counters) {
            Map<Counter, Count> found = new HashMap<>();
            counters.forEach(counter -> found.put(counter, counts.getOrDefault(counter, Count.ZERO)));
            ledger.know(found);
        }
    }

    /** One by one, from nothing but a list of what was taken and of what is held. */
    private static final class Model {

        private record Taken(String service, boolean byKey, long quantity, Instant at) {}

        private record Held(Taken taken, Instant until) {}

        private final List<Taken> taken = new ArrayList<>();
        private final Map<String, Held> held = new HashMap<>();
        private final Map<String, String> ended = new HashMap<>();
        private final Map<String, String> keys = new HashMap<>();
        private final List<String> reservations = new ArrayList<>(List.of("unheard of"));
        private Instant now = START;

        String anyReservation(Random random) {
            return reservations.get(random.nextInt(reservations.size()));
        }

        String admits(Instant at, Order order) {
            now = at;
            if (order instanceof Order.Commit commit) {
                return commit(commit);
            }
            if (order instanceof Order.Release release) {
                String id = release.reservationId();
                if (!held.containsKey(id) && !ended.containsKey(id)) {
                    return "Unknown";
                }
                String how = ended.get(id);
                return how != null && how.startsWith("committed") ? "Ended" : "done";
            }
            Order.Repeatable repeatable = (Order.Repeatable) order;
            String key = repeatable.use().idempotencyKey();
            if (key != null && keys.containsKey(key)) {
                return keys.get(key).equals(repeatable.requestHash()) ? "duplicate" : "KeyReused";
            }
            boolean enforced = !(order instanceof Order.Take take) || take.enforced();
            return !enforced || fits(repeatable.use()) ? "done" : "Exceeded";
        }

        private String commit(Order.Commit commit) {
            String id = commit.reservationId();
            Held reservation = held.get(id);
            String how = ended.get(id);
            if (reservation == null) {
                return "Unknown";
            }
            if (commit.quantity() > reservation.taken.quantity) {
                return "TooMuch";
            }
            if (how != null) {
                return how.equals("committed" + commit.quantity()) ? "duplicate" : "Ended";
            }
            return reservation.until.isAfter(now) ? "done" : "Ended";
        }

        private boolean fits(QuotaRequest use) {
            boolean keyFits = use.apiKeyId() == null || sum(QuotaWindow.HOUR, true) + use.quantity() <= 300;
            long month = sum(QuotaWindow.MONTH, false);
            return keyFits && month + use.quantity() <= 900;
        }

        private long sum(QuotaWindow window, boolean ofKey) {
            List<Taken> all = new ArrayList<>(taken);
            held.forEach((id, reservation) -> {
                if (!ended.containsKey(id) && reservation.until.isAfter(now)) {
                    all.add(reservation.taken);
                }
            });
            return all.stream()
                    .filter(use -> !ofKey || use.byKey)
                    .filter(use -> window.start(use.at).equals(window.start(now)))
                    .mapToLong(Taken::quantity)
                    .sum();
        }

        void note(Order order, Outcome outcome) {
            if (!(outcome instanceof Outcome.Done done) || done.duplicate()) {
                return;
            }
            if (order instanceof Order.Commit commit) {
                Taken was = Objects.requireNonNull(held.get(commit.reservationId())).taken;
                taken.add(new Taken(was.service, was.byKey, commit.quantity(), was.at));
                ended.put(commit.reservationId(), "committed" + commit.quantity());
            } else if (order instanceof Order.Release release) {
                ended.put(release.reservationId(), "released");
            } else {
                QuotaRequest use = ((Order.Repeatable) order).use();
                Taken it = new Taken("documents", use.apiKeyId() != null, use.quantity(), now);
                if (use.idempotencyKey() != null) {
                    keys.put(use.idempotencyKey(), ((Order.Repeatable) order).requestHash());
                }
                if (done.reservation() == null) {
                    taken.add(it);
                } else {
                    reservations.add(done.reservation().id());
                    held.put(
                            done.reservation().id(),
                            new Held(it, done.reservation().expiresAt()));
                }
            }
        }

        void assertSame(Stored stored) {
            assertThat(stored.events.stream()
                            .mapToLong(event -> event.use().quantity())
                            .sum())
                    .isEqualTo(taken.stream().mapToLong(Taken::quantity).sum());
            Map<Counter, Long> used = new HashMap<>();
            taken.forEach(use -> used.merge(Counter.ofTenant(use.at), use.quantity, Long::sum));
            used.forEach((counter, sum) -> assertThat(
                            stored.counts.getOrDefault(counter, Count.ZERO).used())
                    .isEqualTo(sum));
            Map<Counter, Long> reserved = new HashMap<>();
            stored.reservations.values().stream()
                    .filter(it -> it.state() == Reservation.State.OPEN)
                    .forEach(it -> it.counters()
                            .forEach(counter -> reserved.merge(counter, it.use().quantity(), Long::sum)));
            stored.counts.forEach((counter, count) ->
                    assertThat(count.reserved()).as(counter.toString()).isEqualTo(reserved.getOrDefault(counter, 0L)));
        }
    }
}
