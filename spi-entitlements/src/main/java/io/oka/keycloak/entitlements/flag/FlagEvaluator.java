package io.oka.keycloak.entitlements.flag;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagVariant;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.SubscriptionState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What flags and features a tenant has at an instant.
 *
 * @param targetingKey whom the asking application names; null for nobody
 */
public record FlagEvaluator(
        EntitlementSnapshot snapshot,
        String tenantId,
        @Nullable String targetingKey,
        SubscriptionState subscription,
        Set<String> granted) {

    public static FlagEvaluator of(
            EntitlementSnapshot snapshot, String tenantId, @Nullable String targetingKey, Instant now) {
        return new FlagEvaluator(
                snapshot, tenantId, targetingKey, snapshot.subscription(now), snapshot.grantedFeatures(now));
    }

    /** The kill switch first; then whoever is named, by grant, tenant or tier; then the rollout. */
    public FlagEvaluation evaluate(Flag flag) {
        if (!flag.active()) {
            return off(flag, FlagReason.DISABLED);
        }
        String tier = subscription.effectiveTier();
        if (granted.contains(flag.key())
                || snapshot.tenant().enabledFlags().contains(flag.key())
                || (tier != null && flag.enabledTiers().contains(tier))) {
            return on(flag, FlagReason.TARGETING_MATCH);
        }
        boolean rolledOut = flag.rolloutPercentage() > 0
                && (flag.rolloutTiers() == null
                        || (tier != null && flag.rolloutTiers().contains(tier)));
        if (!rolledOut) {
            return off(flag, FlagReason.STATIC);
        }
        return RolloutHash.percentile(flag.key(), sticky(flag)) <= flag.rolloutPercentage()
                ? on(flag, FlagReason.SPLIT)
                : off(flag, FlagReason.SPLIT);
    }

    /**
     * Whether the tenant has a feature: granted, in the plan in force, or by its flag; never while its flag is killed.
     */
    public boolean hasFeature(String feature) {
        Flag flag = snapshot.realm().flags().get(feature);
        if (flag != null && !flag.active()) {
            return false;
        }
        Plan plan = subscription.plan();
        return granted.contains(feature)
                || (subscription.active() && plan != null && plan.features().contains(feature))
                || (flag != null && evaluate(flag).enabled());
    }

    private FlagEvaluation on(Flag flag, FlagReason reason) {
        FlagVariant variant = variant(flag);
        return variant == null
                ? new FlagEvaluation(flag.key(), true, null, BooleanNode.TRUE, reason)
                : new FlagEvaluation(flag.key(), true, variant.name(), variant.value(), reason);
    }

    private static FlagEvaluation off(Flag flag, FlagReason reason) {
        return new FlagEvaluation(flag.key(), false, null, flag.valueWhenOff(), reason);
    }

    private @Nullable FlagVariant variant(Flag flag) {
        long sum = flag.variants().stream().mapToLong(FlagVariant::weight).sum();
        if (sum == 0) {
            return null;
        }
        long share = RolloutHash.share(flag.key(), sticky(flag), sum);
        long passed = 0;
        for (FlagVariant variant : flag.variants()) {
            passed += variant.weight();
            if (share <= passed) {
                return variant;
            }
        }
        throw new IllegalStateException("The shares of " + flag.key() + " do not add up");
    }

    private String sticky(Flag flag) {
        return flag.stickiness() == FlagStickiness.TARGETING_KEY && targetingKey != null ? targetingKey : tenantId;
    }
}
