package io.oka.keycloak.entitlements;

import static io.oka.keycloak.entitlements.Given.ENTERPRISE;
import static io.oka.keycloak.entitlements.Given.FREE;
import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.PLANS;
import static io.oka.keycloak.entitlements.Given.PRO;
import static io.oka.keycloak.entitlements.Given.override;
import static io.oka.keycloak.entitlements.Given.subscription;
import static io.oka.keycloak.entitlements.SubscriptionStatus.ACTIVE;
import static io.oka.keycloak.entitlements.SubscriptionStatus.CANCELLED;
import static io.oka.keycloak.entitlements.SubscriptionStatus.PAST_DUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SubscriptionStateTest {

    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Instant END = NOW.plus(Duration.ofDays(10));
    private static final Instant GRACE = END.plus(Duration.ofDays(7));

    /** How a subscription is written down, when it is looked at, and how it then stands. */
    record Case(
            String name,
            @Nullable Subscription row,
            @Nullable String fallback,
            Instant at,
            SubscriptionStatus status,
            @Nullable String effectiveTier,
            @Nullable Instant graceUntil) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        Subscription pro = subscription(PRO, END);
        Subscription leaving = pro.cancelledAtPeriodEnd();
        Instant extended = END.plus(Duration.ofDays(3));
        return Stream.of(
                new Case("nothing written down", null, null, NOW, ACTIVE, "free", null),
                new Case("free", subscription(FREE, null), null, NOW, ACTIVE, "free", null),
                new Case("free never ends", subscription(FREE, NOW), null, END, ACTIVE, "free", null),
                new Case("before its end", pro, null, END.minus(INSTANT), ACTIVE, "pro", null),
                new Case("at its end", pro, null, END, PAST_DUE, "pro", GRACE),
                new Case("before its grace ends", pro, null, GRACE.minus(INSTANT), PAST_DUE, "pro", GRACE),
                new Case("when its grace ends", pro, null, GRACE, PAST_DUE, null, GRACE),
                new Case("written down as past due", pro.pastDue(GRACE), null, END, PAST_DUE, "pro", GRACE),
                new Case("past due before its end", pro.pastDue(GRACE), null, NOW, PAST_DUE, "pro", GRACE),
                new Case("with another grace", pro.pastDue(extended), null, END, PAST_DUE, "pro", extended),
                new Case("after another grace", pro.pastDue(extended), null, extended, PAST_DUE, null, extended),
                new Case("past due without days", past(FREE), null, NOW, PAST_DUE, null, null),
                new Case("leaving, before", leaving, null, END.minus(INSTANT), ACTIVE, "pro", null),
                new Case("leaving, at its end", leaving, null, END, CANCELLED, null, null),
                new Case("leaving, with a fallback", leaving, "free", END, ACTIVE, "free", null),
                new Case("leaving, with a fallback of nothing", leaving, "gone", END, CANCELLED, null, null),
                new Case("leaving while past due", leaving.pastDue(GRACE), null, END, CANCELLED, null, null),
                new Case("cancelled", pro.cancelled(), null, NOW, CANCELLED, null, null),
                new Case("cancelled before there was a fallback", pro.cancelled(), "free", NOW, CANCELLED, null, null),
                new Case("on a plan that is gone", subscription(plan("gone"), END), null, NOW, CANCELLED, null, null));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void standsAsTheTimeSays(Case given) {
        SubscriptionState state = SubscriptionState.at(given.at(), given.row(), PLANS, List.of(), given.fallback());

        assertThat(state.status()).isEqualTo(given.status());
        assertThat(state.effectiveTier()).isEqualTo(given.effectiveTier());
        assertThat(state.active()).isEqualTo(given.effectiveTier() != null);
        assertThat(state.graceUntil()).isEqualTo(given.graceUntil());
    }

    @Test
    void highestTierWins() {
        List<EntitlementOverride> overrides = List.of(
                override(OverrideType.TIER_UPGRADE, "pro"),
                override(OverrideType.TIER_UPGRADE, "enterprise"),
                override(OverrideType.TIER_UPGRADE, "gone"),
                override(OverrideType.FEATURE_GRANT, "enterprise"));

        SubscriptionState state = SubscriptionState.at(NOW, subscription(FREE, null), PLANS, overrides, null);

        assertThat(state.effectiveTier()).isEqualTo("enterprise");
        assertThat(state.bought()).isEqualTo(FREE);
    }

    @Test
    void lowerTierTakesNothingAway() {
        SubscriptionState state = SubscriptionState.at(
                NOW, subscription(PRO, END), PLANS, List.of(override(OverrideType.TIER_UPGRADE, "free")), null);

        assertThat(state.effectiveTier()).isEqualTo("pro");
    }

    @Test
    void upgradeEndsAtItsInstant() {
        List<EntitlementOverride> overrides = List.of(override(OverrideType.TIER_UPGRADE, "enterprise", null, END));
        Subscription free = subscription(FREE, null);

        assertThat(SubscriptionState.at(END.minus(INSTANT), free, PLANS, overrides, null)
                        .effectiveTier())
                .isEqualTo("enterprise");
        assertThat(SubscriptionState.at(END, free, PLANS, overrides, null).effectiveTier())
                .isEqualTo("free");
    }

    @Test
    void upgradeRevivesNothing() {
        List<EntitlementOverride> overrides = List.of(override(OverrideType.TIER_UPGRADE, "enterprise"));

        SubscriptionState state =
                SubscriptionState.at(NOW, subscription(PRO, END).cancelled(), PLANS, overrides, null);

        assertThat(state.active()).isFalse();
        assertThat(state.effectiveTier()).isNull();
        assertThat(state.plan()).isEqualTo(ENTERPRISE);
    }

    @Test
    void withoutPlansNothingIsActive() {
        SubscriptionState state = SubscriptionState.at(NOW, null, new PlanCatalogue(List.of()), List.of(), "free");

        assertThat(state.active()).isFalse();
        assertThat(state.plan()).isNull();
    }

    @Test
    void fallbackWithAPeriodBeginsWhenTheOtherEnds() {
        Subscription leaving = subscription(ENTERPRISE, END).cancelledAtPeriodEnd();

        SubscriptionState state = SubscriptionState.at(END.plusSeconds(1), leaving, PLANS, List.of(), "pro");

        assertThat(state.currentPeriodEnd()).isEqualTo(Instant.parse("2027-01-01T12:00:00Z"));
        assertThat(state.cancelAtPeriodEnd()).isFalse();
    }

    private static Subscription past(Plan plan) {
        return subscription(plan, null).pastDue(null);
    }

    private static Plan plan(String tier) {
        return Given.plan(tier, 5, BillingPeriod.MONTH, 0, null, Map.of(), List.of());
    }
}
