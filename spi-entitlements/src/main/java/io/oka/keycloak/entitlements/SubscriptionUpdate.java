package io.oka.keycloak.entitlements;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a billing system or a person says of a subscription as a whole.
 *
 * @param status what is not said is {@code active}
 * @param currentPeriodEnd null leaves the running period, or begins one
 * @param graceUntil null leaves it to the plan's days
 * @param cancelAtPeriodEnd null leaves it as it is
 */
public record SubscriptionUpdate(
        Plan plan,
        @Nullable SubscriptionStatus status,
        @Nullable Instant currentPeriodEnd,
        @Nullable Instant graceUntil,
        @Nullable Boolean cancelAtPeriodEnd) {

    /** The subscription as it is to be. */
    public Subscription apply(Subscription present, Instant now) {
        SubscriptionStatus wanted = status == null ? SubscriptionStatus.ACTIVE : status;
        boolean sameTier = present.tier().equals(plan.tier());
        Instant end = end(present, wanted, now);
        boolean kept = sameTier && present.status() != SubscriptionStatus.CANCELLED && present.cancelAtPeriodEnd();
        boolean ends = cancelAtPeriodEnd == null ? kept : cancelAtPeriodEnd;
        Map<String, Boolean> items = present.items();
        return new Subscription(
                plan.tier(),
                wanted,
                end,
                end == null || end.equals(present.currentPeriodEnd())
                        ? present.anchorDay()
                        : BillingPeriod.anchorDay(end),
                ends && end != null && wanted != SubscriptionStatus.CANCELLED,
                grace(wanted, end, now),
                items);
    }

    private @Nullable Instant end(Subscription present, SubscriptionStatus wanted, Instant now) {
        BillingPeriod period = plan.period();
        if (period == null || currentPeriodEnd != null) {
            return period == null ? null : currentPeriodEnd;
        }
        Instant running = present.status() == SubscriptionStatus.CANCELLED && wanted != SubscriptionStatus.CANCELLED
                ? null
                : present.currentPeriodEnd();
        boolean over = running != null && wanted == SubscriptionStatus.ACTIVE && !now.isBefore(running);
        return running == null || over ? period.after(now, BillingPeriod.anchorDay(now)) : running;
    }

    private @Nullable Instant grace(SubscriptionStatus wanted, @Nullable Instant end, Instant now) {
        if (graceUntil != null || wanted != SubscriptionStatus.PAST_DUE) {
            return wanted == SubscriptionStatus.CANCELLED ? null : graceUntil;
        }
        Instant from = end != null && end.isAfter(now) ? end : now;
        return from.plus(Duration.ofDays(plan.graceDays()));
    }
}
