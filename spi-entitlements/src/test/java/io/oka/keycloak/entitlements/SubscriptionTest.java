package io.oka.keycloak.entitlements;

import static io.oka.keycloak.entitlements.Given.ENTERPRISE;
import static io.oka.keycloak.entitlements.Given.FREE;
import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.PRO;
import static io.oka.keycloak.entitlements.Given.subscription;
import static io.oka.keycloak.entitlements.SubscriptionStatus.ACTIVE;
import static io.oka.keycloak.entitlements.SubscriptionStatus.CANCELLED;
import static io.oka.keycloak.entitlements.SubscriptionStatus.PAST_DUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SubscriptionTest {

    private static final Instant END = Instant.parse("2026-12-05T08:00:00Z");
    private static final Instant IN_A_MONTH = Instant.parse("2026-12-21T12:00:00Z");
    private static final Subscription RUNNING =
            new Subscription("pro", ACTIVE, END, 5, false, null, Map.of("search", false));

    @Test
    void beginsWithAPeriodIfThePlanHasOne() {
        assertThat(Subscription.begin(PRO, NOW).currentPeriodEnd()).isEqualTo(IN_A_MONTH);
        assertThat(Subscription.begin(FREE, NOW).currentPeriodEnd()).isNull();
    }

    @Test
    void runningPeriodGoesOnOnAnotherPlan() {
        Subscription moved = RUNNING.cancelledAtPeriodEnd().on(ENTERPRISE, NOW);

        assertThat(moved).isEqualTo(new Subscription("enterprise", ACTIVE, END, 5, false, null, RUNNING.items()));
    }

    @Test
    void debtGoesAlongToAnotherPlan() {
        Subscription moved = RUNNING.pastDue(NOW).on(ENTERPRISE, NOW);

        assertThat(moved.status()).isEqualTo(PAST_DUE);
        assertThat(moved.graceUntil()).isEqualTo(NOW);
    }

    @Test
    void planWithoutPeriodHasNoEnd() {
        Subscription moved = RUNNING.pastDue(NOW).on(FREE, NOW);

        assertThat(moved.status()).isEqualTo(ACTIVE);
        assertThat(moved.currentPeriodEnd()).isNull();
        assertThat(moved.graceUntil()).isNull();
    }

    @Test
    void cancelledOneBeginsAnew() {
        Subscription again = RUNNING.cancelled().on(PRO, NOW);

        assertThat(again.status()).isEqualTo(ACTIVE);
        assertThat(again.currentPeriodEnd()).isEqualTo(IN_A_MONTH);
        assertThat(again.items()).isEqualTo(RUNNING.items());
    }

    @Test
    void renewalCountsFromTheEndOfThePeriod() {
        Subscription renewed = RUNNING.cancelledAtPeriodEnd().pastDue(NOW).renewed(BillingPeriod.MONTH, NOW);

        assertThat(renewed)
                .isEqualTo(new Subscription(
                        "pro", ACTIVE, Instant.parse("2027-01-05T08:00:00Z"), 5, false, null, RUNNING.items()));
    }

    @Test
    void renewalsKeepToTheirDay() {
        Subscription begun = Subscription.begin(PRO, Instant.parse("2026-12-31T00:00:00Z"));

        Subscription thrice = begun.renewed(BillingPeriod.MONTH, NOW).renewed(BillingPeriod.MONTH, NOW);

        assertThat(begun.currentPeriodEnd()).isEqualTo("2027-01-31T00:00:00Z");
        assertThat(thrice.currentPeriodEnd()).isEqualTo("2027-03-31T00:00:00Z");
    }

    @Test
    void updateOfTheTierAloneKeepsTheRunningPeriod() {
        assertThat(update(PRO, null, null, null).apply(RUNNING, NOW)).isEqualTo(RUNNING);
        assertThat(update(ENTERPRISE, null, null, null).apply(RUNNING, NOW).currentPeriodEnd())
                .isEqualTo(END);
    }

    @Test
    void updateBeginsAPeriodWhereNoneRuns() {
        assertThat(update(PRO, null, null, null)
                        .apply(subscription(FREE, null), NOW)
                        .currentPeriodEnd())
                .isEqualTo(IN_A_MONTH);
        assertThat(update(PRO, null, null, null)
                        .apply(RUNNING.pastDue(null), END.plusSeconds(1))
                        .currentPeriodEnd())
                .isEqualTo("2027-01-05T08:00:01Z");
        assertThat(update(PRO, ACTIVE, null, null)
                        .apply(RUNNING.cancelled(), NOW)
                        .currentPeriodEnd())
                .isEqualTo(IN_A_MONTH);
    }

    @Test
    void updateSaysHowItStands() {
        Instant end = NOW.plusSeconds(5);
        Subscription due = update(PRO, PAST_DUE, end, null).apply(RUNNING, NOW);
        Subscription over = update(PRO, CANCELLED, null, null).apply(RUNNING.cancelledAtPeriodEnd(), NOW);

        assertThat(due.status()).isEqualTo(PAST_DUE);
        assertThat(due.currentPeriodEnd()).isEqualTo(end);
        assertThat(due.anchorDay()).isEqualTo(21);
        assertThat(due.graceUntil()).isEqualTo(end.plus(Duration.ofDays(7)));
        assertThat(over.status()).isEqualTo(CANCELLED);
        assertThat(over.cancelAtPeriodEnd()).isFalse();
    }

    @Test
    void graceThatIsSaidIsKept() {
        Instant until = NOW.plusSeconds(1);

        assertThat(update(PRO, PAST_DUE, null, until).apply(RUNNING, NOW).graceUntil())
                .isEqualTo(until);
    }

    @Test
    void graceOfAnEndLongGoneCountsFromNow() {
        Instant gone = NOW.minus(Duration.ofDays(100));

        Instant until = update(PRO, PAST_DUE, gone, null).apply(RUNNING, NOW).graceUntil();

        assertThat(Objects.requireNonNull(until)).isEqualTo(NOW.plus(Duration.ofDays(7)));
    }

    @Test
    void cancellationToComeOutlivesAnUpdate() {
        Subscription leaving = RUNNING.cancelledAtPeriodEnd();

        assertThat(update(PRO, ACTIVE, IN_A_MONTH, null).apply(leaving, NOW).cancelAtPeriodEnd())
                .isTrue();
        assertThat(update(ENTERPRISE, ACTIVE, null, null).apply(leaving, NOW).cancelAtPeriodEnd())
                .isFalse();
        assertThat(new SubscriptionUpdate(PRO, ACTIVE, null, null, false)
                        .apply(leaving, NOW)
                        .cancelAtPeriodEnd())
                .isFalse();
    }

    private static SubscriptionUpdate update(
            Plan plan, @Nullable SubscriptionStatus status, @Nullable Instant end, @Nullable Instant graceUntil) {
        return new SubscriptionUpdate(plan, status, end, graceUntil, null);
    }
}
