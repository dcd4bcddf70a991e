package io.oka.keycloak.entitlements.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.change.Actor;
import io.oka.keycloak.common.change.ChangeOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one order does, in the words of the contract. */
final class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T14:30:00Z");
    private static final ChangeOrigin ORIGIN = new ChangeOrigin("realm", Actor.SYSTEM, "request");

    private final Ledger ledger = new Ledger(NOW, Map.of());

    @Test
    void limitOfAThousandAdmitsAThousand() {
        QuotaLimits limits = new QuotaLimits(null, null, 1_000L);

        assertThat(take(limits, 999)).isInstanceOf(Outcome.Done.class);
        assertThat(take(limits, 2)).isInstanceOf(Outcome.Exceeded.class);
        assertThat(take(limits, 1)).isInstanceOf(Outcome.Done.class);
        assertThat(take(limits, 1)).isInstanceOf(Outcome.Exceeded.class);
    }

    @Test
    void narrowestLevelThatHasNoRoomIsNamed() {
        assertThat(exceeded(limits(5L, 5L, 5L), 6).level()).isEqualTo(QuotaAnswer.Level.API_KEY);
        assertThat(exceeded(limits(6L, 5L, 5L), 6).level()).isEqualTo(QuotaAnswer.Level.SERVICE);
        assertThat(exceeded(limits(6L, 6L, 5L), 6).level()).isEqualTo(QuotaAnswer.Level.TENANT);
        assertThat(exceeded(limits(null, null, 5L), 6).remaining()).isEqualTo(5);
    }

    @Test
    void refusedUseLeavesNoTraceOnAnyLevel() {
        take(limits(null, null, 5L), 6);

        assertThat(ledger.isChanged()).isFalse();
        assertThat(ledger.events()).isEmpty();
        assertThat(ledger.newAnswers()).isEmpty();
    }

    @Test
    void levelWithLeastLeftIsNamedWhereAllHaveRoom() {
        QuotaAnswer quota = done(take(limits(100L, 20L, 50L), 10)).quota();

        assertThat(quota)
                .isEqualTo(new QuotaAnswer(
                        true,
                        QuotaAnswer.Level.SERVICE,
                        20L,
                        10,
                        0,
                        10L,
                        Instant.parse("2026-12-01T00:00:00Z"),
                        QuotaWindow.MONTH));
    }

    @Test
    void whereNothingLimitsTheTenantsOwnCountIsGiven() {
        assertThat(done(take(QuotaLimits.NONE, 10)).quota()).isEqualTo(QuotaAnswer.unlimited(10, 0));
    }

    @Test
    void keyCountsInEveryWindowWhateverItsLimitsWindowIs() {
        take(limits(100L, null, null), 7);

        assertThat(ledger.counts().keySet())
                .filteredOn(counter -> counter.level() == QuotaAnswer.Level.API_KEY)
                .extracting(Counter::window)
                .containsExactlyInAnyOrder(QuotaWindow.values());
    }

    @Test
    void whatHasHappenedIsCountedBeyondTheLimit() {
        Outcome outcome = ledger.carryOut(
                new Order.Take(request(30, "key"), terms(new QuotaLimits(null, null, 20L)), false, "hash"));

        assertThat(done(outcome).quota().used()).isEqualTo(30);
        assertThat(done(outcome).quota().remaining()).isZero();
        assertThat(ledger.crossings()).extracting(Crossing::exceeded).containsExactly(false, true);
    }

    @Test
    void repetitionGetsTheFirstAnswerAndIsNotCounted() {
        QuotaLimits limits = new QuotaLimits(null, null, 20L);
        Outcome.Done first = done(take(limits, 5, "a", "hash"));
        take(limits, 5, "b", "hash");

        Outcome.Done again = done(take(limits, 5, "a", "hash"));

        assertThat(again.duplicate()).isTrue();
        assertThat(again.quota()).isEqualTo(first.quota());
        assertThat(ledger.events()).hasSize(2);
        assertThat(take(limits, 6, "a", "other")).isEqualTo(new Outcome.KeyReused());
    }

    @Test
    void keyOfARefusedUseIsFree() {
        QuotaLimits limits = new QuotaLimits(null, null, 5L);
        take(limits, 6, "a", "hash");

        assertThat(take(limits, 5, "a", "other")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void warningAndLimitAreAnnouncedOnceInAWindow() {
        QuotaLimits limits = new QuotaLimits(null, null, 10L);
        take(limits, 7);
        assertThat(ledger.crossings()).isEmpty();

        take(limits, 1);
        take(limits, 1);
        assertThat(ledger.crossings()).extracting(Crossing::exceeded).containsExactly(false);

        take(limits, 1);
        take(limits, 1);
        assertThat(ledger.crossings()).extracting(Crossing::exceeded).containsExactly(false, true);
    }

    @Test
    void whatWasAnnouncedBeforeIsNotAnnouncedAgain() {
        ledger.know(Map.of(Counter.ofTenant(NOW), new Count(8, 0, Count.TOLD_WARNING)));

        take(new QuotaLimits(null, null, 10L), 1);

        assertThat(ledger.crossings()).isEmpty();
    }

    @Test
    void reservedUnitsCountAsUsedUntilTheyEnd() {
        QuotaLimits limits = new QuotaLimits(null, null, 10L);
        String id = reserve(limits, 8);
        assertThat(exceeded(limits, 3).reserved()).isEqualTo(8);

        Outcome committed = ledger.carryOut(new Order.Commit(id, 5, terms(limits)));

        assertThat(done(committed).quota())
                .extracting("used", "reserved", "remaining")
                .containsExactly(5L, 0L, 5L);
        assertThat(ledger.events()).singleElement().satisfies(event -> {
            assertThat(event.use().quantity()).isEqualTo(5);
            assertThat(event.reservationId()).isEqualTo(id);
        });
        assertThat(take(limits, 5)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void reservationEndsOnce() {
        QuotaLimits limits = new QuotaLimits(null, null, 10L);
        String committed = reserve(limits, 2);
        String released = reserve(limits, 2);

        assertThat(ledger.carryOut(new Order.Commit(committed, 3, terms(limits))))
                .isEqualTo(new Outcome.TooMuch(2));
        ledger.carryOut(new Order.Commit(committed, 1, terms(limits)));
        ledger.carryOut(new Order.Release(released));

        assertThat(done(ledger.carryOut(new Order.Commit(committed, 1, terms(limits))))
                        .duplicate())
                .isTrue();
        assertThat(ledger.carryOut(new Order.Commit(committed, 2, terms(limits))))
                .isEqualTo(new Outcome.Ended("committed"));
        assertThat(ledger.carryOut(new Order.Release(committed))).isEqualTo(new Outcome.Ended("committed"));
        assertThat(ledger.carryOut(new Order.Commit(released, 1, terms(limits))))
                .isEqualTo(new Outcome.Ended("released"));
        assertThat(done(ledger.carryOut(new Order.Release(released))).duplicate())
                .isTrue();
        assertThat(ledger.carryOut(new Order.Release("unheard of"))).isEqualTo(new Outcome.Unknown());
        assertThat(ledger.counts().get(Counter.ofTenant(NOW))).isEqualTo(new Count(1, 0, 0));
    }

    @Test
    void expiredReservationIsNotCommittedAndGivesBackWhatItHeld() {
        Reservation expired = new Reservation(
                "r", request(4, "key"), null, "request", NOW.minusSeconds(60), NOW, Reservation.State.OPEN, null);
        ledger.know(List.of(expired));
        ledger.know(Map.of(
                Counter.ofTenant(NOW), new Count(6, 4, 0), Counter.ofService("documents", NOW), new Count(6, 4, 0)));
        QuotaLimits limits = new QuotaLimits(null, null, 10L);

        assertThat(ledger.carryOut(new Order.Commit("r", 4, terms(limits)))).isEqualTo(new Outcome.Ended("expired"));
        assertThat(take(limits, 4)).isInstanceOf(Outcome.Exceeded.class);
        ledger.reclaim(List.of(expired));
        ledger.reclaim(List.of(expired));

        assertThat(take(limits, 4)).isInstanceOf(Outcome.Done.class);
        assertThat(ledger.counts().get(Counter.ofTenant(NOW))).isEqualTo(new Count(10, 0, Count.TOLD_EXCEEDED));
        assertThat(ledger.endedReservations())
                .extracting(Reservation::state)
                .containsExactly(Reservation.State.EXPIRED);
    }

    @Test
    void reservationOfLastMonthCountsThere() {
        Instant lastMonth = Instant.parse("2026-10-31T23:59:00Z");
        Reservation held = new Reservation(
                "r", request(4, "key"), null, "request", lastMonth, NOW.plusSeconds(60), Reservation.State.OPEN, null);
        ledger.know(List.of(held));
        ledger.know(Map.of(Counter.ofTenant(lastMonth), new Count(0, 4, 0)));

        ledger.carryOut(new Order.Commit("r", 4, terms(QuotaLimits.NONE)));

        assertThat(ledger.counts().get(Counter.ofTenant(lastMonth))).isEqualTo(new Count(4, 0, 0));
        assertThat(ledger.counts()).doesNotContainKey(Counter.ofTenant(NOW));
        assertThat(ledger.events()).extracting(Event::usedAt).containsExactly(lastMonth);
    }

    @Test
    void whatIsToldOfLaterCountsInThisMonthAndStandsAtItsTime() {
        Instant firstOfMonth = Instant.parse("2026-11-01T00:00:00Z");

        Outcome outcome = ledger.carryOut(told(firstOfMonth));

        assertThat(done(outcome).quota().used()).isEqualTo(30);
        assertThat(ledger.counts().get(Counter.ofTenant(NOW))).isEqualTo(new Count(30, 0, 0));
        assertThat(ledger.events()).extracting(Event::usedAt).containsExactly(firstOfMonth);
    }

    @Test
    void whatIsToldOfAfterItsMonthIsNotCounted() {
        Outcome outcome = ledger.carryOut(told(Instant.parse("2026-10-31T23:59:59.999Z")));

        assertThat(outcome).isEqualTo(new Outcome.TooOld());
        assertThat(ledger.isChanged()).isFalse();
    }

    @Test
    void whatIsStillToComeCountsAsNow() {
        ledger.carryOut(told(NOW.plusSeconds(60)));

        assertThat(ledger.events()).extracting(Event::usedAt).containsExactly(NOW);
    }

    private static Order told(Instant at) {
        return new Order.Take(request(30, "key"), terms(QuotaLimits.NONE), false, at, "hash");
    }

    @Test
    void sumsNeverOverflow() {
        ledger.know(Map.of(Counter.ofTenant(NOW), new Count(Long.MAX_VALUE / 4, 0, 0)));

        Outcome outcome = ledger.carryOut(new Order.Take(request(1, "key"), terms(QuotaLimits.NONE), false, "hash"));

        assertThat(outcome).isInstanceOf(Outcome.Exceeded.class);
        assertThat(ledger.isChanged()).isFalse();
    }

    private Outcome take(QuotaLimits limits, long quantity) {
        return ledger.carryOut(new Order.Take(request(quantity, null), terms(limits), true, "hash"));
    }

    private Outcome take(QuotaLimits limits, long quantity, String key, String hash) {
        return ledger.carryOut(new Order.Take(request(quantity, key), terms(limits), true, hash));
    }

    private QuotaAnswer exceeded(QuotaLimits limits, long quantity) {
        return ((Outcome.Exceeded) take(limits, quantity)).quota();
    }

    private String reserve(QuotaLimits limits, long quantity) {
        Outcome outcome = ledger.carryOut(
                new Order.Reserve(request(quantity, null), terms(limits), Duration.ofMinutes(1), "hash"));
        return Objects.requireNonNull(done(outcome).reservation()).id();
    }

    private static Outcome.Done done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return (Outcome.Done) outcome;
    }

    static QuotaLimits limits(@Nullable Long key, @Nullable Long service, @Nullable Long tenant) {
        return new QuotaLimits(new QuotaLimits.KeyLimit("family", key, QuotaWindow.DAY), service, tenant);
    }

    static Order.Terms terms(QuotaLimits limits) {
        return new Order.Terms(limits, 80, ORIGIN);
    }

    static QuotaRequest request(long quantity, @Nullable String idempotencyKey) {
        return new QuotaRequest("tenant", "documents", "api-key", "user", "convert", quantity, idempotencyKey);
    }
}
