package io.oka.keycloak.entitlements;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription stands at an instant: computed from what is written down and the time, whether or not the task that
 * moves periods has come by since.
 *
 * @param bought the plan that the subscription is for; null where the realm has none
 * @param status {@code cancelled} only if there is no plan to go on with
 * @param active whether it gives access
 * @param plan the plan in force: the bought one, or a higher one by an override; the measure of seats and keys also while
 *     it is not active
 * @param graceUntil until when it is good, if it is past due
 */
public record SubscriptionState(
        @Nullable Plan bought,
        SubscriptionStatus status,
        boolean active,
        @Nullable Plan plan,
        @Nullable Instant currentPeriodEnd,
        boolean cancelAtPeriodEnd,
        @Nullable Instant graceUntil) {

    /** The tier in force, overrides included; null for a subscription that gives no access. */
    public @Nullable String effectiveTier() {
        return active && plan != null ? plan.tier() : null;
    }

    /**
     * @param row what is written down; null for a tenant of which nothing is yet, and which stands on the lowest plan
     * @param plans of the realm
     * @param overrides of the tenant, those that have ended included
     * @param fallbackTier the plan to go on with after a cancellation; null for none
     */
    public static SubscriptionState at(
            Instant now,
            @Nullable Subscription row,
            PlanCatalogue plans,
            List<EntitlementOverride> overrides,
            @Nullable String fallbackTier) {
        Plan bought = row == null ? plans.lowest() : plans.find(row.tier());
        if (bought == null) {
            return new SubscriptionState(null, SubscriptionStatus.CANCELLED, false, null, null, false, null);
        }
        Plan plan = upgraded(bought, plans, overrides, now);
        Instant end = row == null || bought.period() == null ? null : row.currentPeriodEnd();
        boolean ended = end != null && !now.isBefore(end);
        if (row != null && row.status() == SubscriptionStatus.CANCELLED) {
            return new SubscriptionState(bought, SubscriptionStatus.CANCELLED, false, plan, end, false, null);
        }
        if (row != null && row.cancelAtPeriodEnd() && ended) {
            Plan next = fallbackTier == null ? null : plans.find(fallbackTier);
            return next == null
                    ? new SubscriptionState(bought, SubscriptionStatus.CANCELLED, false, plan, end, false, null)
                    : at(now, row.cancelled().on(next, Objects.requireNonNull(end)), plans, overrides, null);
        }
        boolean cancels = row != null && row.cancelAtPeriodEnd() && end != null;
        if (ended || (row != null && row.status() == SubscriptionStatus.PAST_DUE)) {
            Instant grace = grace(Objects.requireNonNull(row), bought, end);
            boolean good = grace != null && now.isBefore(grace);
            return new SubscriptionState(bought, SubscriptionStatus.PAST_DUE, good, plan, end, cancels, grace);
        }
        return new SubscriptionState(bought, SubscriptionStatus.ACTIVE, true, plan, end, cancels, null);
    }

    private static @Nullable Instant grace(Subscription row, Plan plan, @Nullable Instant end) {
        if (row.graceUntil() != null) {
            return row.graceUntil();
        }
        return end == null ? null : end.plus(Duration.ofDays(plan.graceDays()));
    }

    private static Plan upgraded(Plan plan, PlanCatalogue plans, List<EntitlementOverride> overrides, Instant now) {
        return overrides.stream()
                .filter(override -> override.type() == OverrideType.TIER_UPGRADE && override.isActive(now))
                .flatMap(override -> Stream.ofNullable(plans.find(override.value())))
                .reduce(plan, (best, next) -> next.rank() > best.rank() ? next : best);
    }
}
