package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.http.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a tenant's orders one after the other, first come first served and each all or nothing, on what one
 * transaction has read; and remembers what is to be written. Knows no database and no clock.
 */
final class Ledger {

    private final Instant now;
    private final Map<String, KeptAnswer> answers;
    private final Map<String, Reservation> reservations = new LinkedHashMap<>();
    private final Map<Counter, Count> before = new LinkedHashMap<>();
    private final Map<Counter, Count> counts = new LinkedHashMap<>();

    private final Map<String, KeptAnswer> newAnswers = new LinkedHashMap<>();
    private final Map<String, Reservation> newReservations = new LinkedHashMap<>();
    private final Map<String, Reservation> endedReservations = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Crossing> crossings = new ArrayList<>();

    /**
     * @param now by the database's clock
     * @param answers what is kept under the orders' idempotency keys
     */
    Ledger(Instant now, Map<String, KeptAnswer> answers) {
        this.now = now;
        this.answers = answers;
    }

    Instant now() {
        return now;
    }

    /** Takes note of reservations as they are stored. */
    void know(Collection<Reservation> stored) {
        stored.forEach(reservation -> reservations.putIfAbsent(reservation.id(), reservation));
    }

    /** Takes note of counters as they are stored; one that is not stored stands at zero. */
    void know(Map<Counter, Count> stored) {
        stored.forEach((counter, count) -> {
            before.putIfAbsent(counter, count);
            counts.putIfAbsent(counter, count);
        });
    }

    /** What an order counts in: it is to be known before it is carried out. */
    List<Counter> countersOf(Order order) {
        if (order instanceof Order.Repeatable repeatable) {
            return Counter.of(repeatable.use().service(), familyOf(repeatable.terms()), now);
        }
        String id = order.aboutReservation();
        Reservation about = id == null ? null : reservations.get(id);
        return about == null ? List.of() : about.counters();
    }

    Outcome carryOut(Order order) {
        if (order instanceof Order.Commit commit) {
            return commit(commit);
        }
        if (order instanceof Order.Release release) {
            return release(release);
        }
        if (!(order instanceof Order.Repeatable repeatable)) {
            return new Outcome.Done(false, QuotaAnswer.unlimited(0, 0), null);
        }
        String key = order.idempotencyKey();
        KeptAnswer kept = key == null ? null : newAnswers.getOrDefault(key, answers.get(key));
        if (kept != null) {
            return kept.repeated(repeatable.requestHash());
        }
        Outcome outcome = repeatable instanceof Order.Take take ? take(take) : reserve((Order.Reserve) repeatable);
        if (key != null && outcome instanceof Outcome.Done done) {
            newAnswers.put(key, new KeptAnswer(repeatable.requestHash(), done.quota(), done.reservation()));
        }
        return outcome;
    }

    /** Gives back what these hold, whose time is up. */
    void reclaim(Collection<Reservation> expired) {
        for (Reservation reservation : expired) {
            // An order of this very transaction may have ended it before.
            Reservation known = reservations.getOrDefault(reservation.id(), reservation);
            if (known.state() == Reservation.State.OPEN) {
                end(known, Reservation.State.EXPIRED, null);
            }
        }
    }

    private Outcome take(Order.Take order) {
        QuotaRequest use = order.use();
        Instant usedAt = order.at() == null || order.at().isAfter(now) ? now : order.at();
        if (usedAt.isBefore(QuotaWindow.MONTH.start(now))) {
            return new Outcome.TooOld();
        }
        Outcome refusal = refusal(use, order.terms(), order.enforced());
        if (refusal != null) {
            return refusal;
        }
        String family = familyOf(order.terms());
        add(Counter.of(use.service(), family, now), use.quantity(), 0);
        events.add(new Event(
                Uuid7.next(), use, family, usedAt, null, order.terms().origin().correlationId()));
        return new Outcome.Done(false, announce(use, order.terms(), now), null);
    }

    private Outcome reserve(Order.Reserve order) {
        QuotaRequest use = order.use();
        Outcome refusal = refusal(use, order.terms(), true);
        if (refusal != null) {
            return refusal;
        }
        String family = familyOf(order.terms());
        add(Counter.of(use.service(), family, now), 0, use.quantity());
        Reservation made = new Reservation(
                Uuid7.next(),
                use,
                family,
                order.terms().origin().correlationId(),
                now,
                now.plus(order.ttl()),
                Reservation.State.OPEN,
                null);
        reservations.put(made.id(), made);
        newReservations.put(made.id(), made);
        QuotaAnswer quota = announce(use, order.terms(), now);
        return new Outcome.Done(false, quota, new Outcome.Held(made.id(), made.expiresAt()));
    }

    private Outcome commit(Order.Commit order) {
        Reservation held = reservations.get(order.reservationId());
        if (held == null) {
            return new Outcome.Unknown();
        }
        if (order.quantity() > held.use().quantity()) {
            return new Outcome.TooMuch(held.use().quantity());
        }
        boolean again =
                held.state() == Reservation.State.COMMITTED && Objects.equals(held.committed(), order.quantity());
        if (!again && stateNow(held) != Reservation.State.OPEN) {
            return new Outcome.Ended(stateNow(held).wireName());
        }
        if (!again) {
            end(held, Reservation.State.COMMITTED, order.quantity());
            add(held.counters(), order.quantity(), 0);
            if (order.quantity() > 0) {
                events.add(new Event(
                        Uuid7.next(),
                        withQuantity(held.use(), order.quantity()),
                        held.familyId(),
                        held.reservedAt(),
                        held.id(),
                        order.terms().origin().correlationId()));
            }
        }
        return new Outcome.Done(again, announce(held.use(), order.terms(), held.reservedAt()), null);
    }

    private Outcome release(Order.Release order) {
        Reservation held = reservations.get(order.reservationId());
        if (held == null) {
            return new Outcome.Unknown();
        }
        if (held.state() == Reservation.State.COMMITTED) {
            return new Outcome.Ended(held.state().wireName());
        }
        boolean again = held.state() != Reservation.State.OPEN;
        if (!again) {
            end(held, Reservation.State.RELEASED, null);
        }
        return new Outcome.Done(again, QuotaAnswer.unlimited(0, 0), null);
    }

    private @Nullable Outcome refusal(QuotaRequest use, Order.Terms terms, boolean enforced) {
        List<Limit> limits = Limit.of(terms.limits(), use.service(), now);
        Limit refusing = enforced ? Limit.refusing(limits, use.quantity(), this::count) : null;
        if (refusing != null) {
            return new Outcome.Exceeded(refusing.answer(false, count(refusing.counter())));
        }
        Counter full = Counter.of(use.service(), familyOf(terms), now).stream()
                .filter(counter -> !count(counter).canHold(use.quantity()))
                .findFirst()
                .orElse(null);
        return full == null
                ? null
                : new Outcome.Exceeded(new Limit(full, count(full).taken()).answer(false, count(full)));
    }

    /** Says how things stand, and notes which counters have come to their warning or limit by this. */
    private QuotaAnswer announce(QuotaRequest use, Order.Terms terms, Instant at) {
        List<Limit> limits = Limit.of(terms.limits(), use.service(), at);
        for (Limit limit : limits) {
            tell(limit, Count.TOLD_WARNING, terms.warningPercent(), terms);
            tell(limit, Count.TOLD_EXCEEDED, 100, terms);
        }
        return Limit.tightest(limits, at, this::count);
    }

    private void tell(Limit limit, int stage, int percent, Order.Terms terms) {
        Count count = count(limit.counter());
        if (count.told() < stage && percent > 0 && count.taken() >= share(limit.units(), percent)) {
            Count told = count.told(stage);
            counts.put(limit.counter(), told);
            crossings.add(new Crossing(stage == Count.TOLD_EXCEEDED, limit, told, percent, terms.origin()));
        }
    }

    /** So many percent, rounded up, and without overflow. */
    private static long share(long units, int percent) {
        return units / 100 * percent + (units % 100 * percent + 99) / 100;
    }

    private void end(Reservation reservation, Reservation.State how, @Nullable Long used) {
        Reservation ended = reservation.ended(how, used);
        reservations.put(ended.id(), ended);
        if (newReservations.replace(ended.id(), ended) == null) {
            endedReservations.put(ended.id(), ended);
        }
        for (Counter counter : reservation.counters()) {
            Count count = count(counter);
            // A window of so long ago that its counter was forgotten holds nothing any more.
            counts.put(
                    counter,
                    count.plus(0, -Math.min(count.reserved(), reservation.use().quantity())));
        }
    }

    private Reservation.State stateNow(Reservation reservation) {
        return reservation.state() == Reservation.State.OPEN
                        && !reservation.expiresAt().isAfter(now)
                ? Reservation.State.EXPIRED
                : reservation.state();
    }

    private void add(List<Counter> to, long used, long reserved) {
        to.forEach(counter -> counts.put(counter, count(counter).plus(used, reserved)));
    }

    private Count count(Counter counter) {
        return counts.getOrDefault(counter, Count.ZERO);
    }

    private static @Nullable String familyOf(Order.Terms terms) {
        return terms.limits().key() == null ? null : terms.limits().key().familyId();
    }

    private static QuotaRequest withQuantity(QuotaRequest use, long quantity) {
        return new QuotaRequest(
                use.tenantId(),
                use.service(),
                use.apiKeyId(),
                use.userId(),
                use.action(),
                quantity,
                use.idempotencyKey());
    }

    /** What each counter that changed was before and is now. */
    Map<Counter, Change> changes() {
        Map<Counter, Change> changed = new LinkedHashMap<>();
        counts.forEach((counter, count) -> {
            Count was = before.getOrDefault(counter, Count.ZERO);
            if (!was.equals(count)) {
                changed.put(counter, new Change(was, count));
            }
        });
        return changed;
    }

    /** How the counters stand that are known here. */
    Map<Counter, Count> counts() {
        return counts;
    }

    Map<String, KeptAnswer> newAnswers() {
        return newAnswers;
    }

    Collection<Reservation> newReservations() {
        return newReservations.values();
    }

    Collection<Reservation> endedReservations() {
        return endedReservations.values();
    }

    List<Event> events() {
        return events;
    }

    List<Crossing> crossings() {
        return crossings;
    }

    /** Whether there is anything to be written. */
    boolean isChanged() {
        return !(changes().isEmpty()
                && newAnswers.isEmpty()
                && newReservations.isEmpty()
                && endedReservations.isEmpty());
    }

    /** A counter's way from one count to another. */
    record Change(Count before, Count now) {}
}
