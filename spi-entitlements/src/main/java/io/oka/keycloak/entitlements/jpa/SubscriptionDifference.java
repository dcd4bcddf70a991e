package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.PlanCatalogue;
import io.oka.keycloak.entitlements.Subscription;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a subscription that was set as a whole differs from before, in the words of the event types. */
final class SubscriptionDifference {

    private SubscriptionDifference() {}

    static List<String> of(Subscription before, Subscription after, PlanCatalogue plans) {
        List<String> types = new ArrayList<>();
        int step = rank(plans.find(after.tier())) - rank(plans.find(before.tier()));
        if (!before.tier().equals(after.tier())) {
            types.add(step < 0 ? "subscription.downgraded" : "subscription.upgraded");
        }
        if (after.status() != before.status()) {
            types.add(
                    switch (after.status()) {
                        case PAST_DUE -> "subscription.past_due";
                        case CANCELLED -> "subscription.cancelled";
                        case ACTIVE -> "subscription.renewed";
                    });
        } else if (types.isEmpty()
                && after.status() == SubscriptionStatus.ACTIVE
                && isLater(after.currentPeriodEnd(), before.currentPeriodEnd())) {
            types.add("subscription.renewed");
        }
        return types.isEmpty() ? List.of("subscription.updated") : types;
    }

    private static int rank(@Nullable Plan plan) {
        return plan == null ? 0 : plan.rank();
    }

    private static boolean isLater(@Nullable Instant end, @Nullable Instant than) {
        return end != null && than != null && end.isAfter(than);
    }
}
