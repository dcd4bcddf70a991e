package io.oka.keycloak.entitlements;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a tenant's subscription. How it stands at an instant follows from it, the plans and the time:
 * see {@link SubscriptionState}.
 *
 * @param status as it was last written: a period may have ended since
 * @param currentPeriodEnd null for a plan without period
 * @param anchorDay the day of the month on which its periods end; see {@link BillingPeriod}
 * @param graceUntil until when it is good while past due, if somebody has set that; else the plan's days count
 * @param items the plan's services that the tenant has switched, by name
 */
public record Subscription(
        String tier,
        SubscriptionStatus status,
        @Nullable Instant currentPeriodEnd,
        int anchorDay,
        boolean cancelAtPeriodEnd,
        @Nullable Instant graceUntil,
        Map<String, Boolean> items) {

    public Subscription {
        items = Collections.unmodifiableMap(new TreeMap<>(items));
    }

    /** A new one that begins now. */
    public static Subscription begin(Plan plan, Instant now) {
        int anchor = BillingPeriod.anchorDay(now);
        return new Subscription(
                plan.tier(), SubscriptionStatus.ACTIVE, firstEnd(plan, now, anchor), anchor, false, null, Map.of());
    }

    /**
     * The same on another plan. What is paid for stays so: a period that runs, or is past due, goes on with its end, and
     * the next one has the new plan's length. A cancelled one begins anew.
     */
    public Subscription on(Plan plan, Instant now) {
        if (status == SubscriptionStatus.CANCELLED || plan.period() == null || currentPeriodEnd == null) {
            Subscription begun = begin(plan, now);
            return new Subscription(
                    begun.tier, begun.status, begun.currentPeriodEnd, begun.anchorDay, false, null, items);
        }
        return new Subscription(plan.tier(), status, currentPeriodEnd, anchorDay, false, graceUntil, items);
    }

    /** Good for one more period, counted from the end of the current one. */
    public Subscription renewed(BillingPeriod period, Instant now) {
        Instant from = currentPeriodEnd == null ? now : currentPeriodEnd;
        int anchor = currentPeriodEnd == null ? BillingPeriod.anchorDay(now) : anchorDay;
        return new Subscription(
                tier, SubscriptionStatus.ACTIVE, period.after(from, anchor), anchor, false, null, items);
    }

    public Subscription cancelledAtPeriodEnd() {
        return new Subscription(tier, status, currentPeriodEnd, anchorDay, true, graceUntil, items);
    }

    public Subscription cancelled() {
        return new Subscription(tier, SubscriptionStatus.CANCELLED, currentPeriodEnd, anchorDay, false, null, items);
    }

    public Subscription pastDue(@Nullable Instant until) {
        return new Subscription(
                tier, SubscriptionStatus.PAST_DUE, currentPeriodEnd, anchorDay, cancelAtPeriodEnd, until, items);
    }

    public Subscription withItem(String service, boolean enabled) {
        Map<String, Boolean> changed = new TreeMap<>(items);
        changed.put(service, enabled);
        return new Subscription(tier, status, currentPeriodEnd, anchorDay, cancelAtPeriodEnd, graceUntil, changed);
    }

    private static @Nullable Instant firstEnd(Plan plan, Instant now, int anchor) {
        return plan.period() == null ? null : plan.period().after(now, anchor);
    }
}
