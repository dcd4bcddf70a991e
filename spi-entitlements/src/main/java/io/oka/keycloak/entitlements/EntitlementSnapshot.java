package io.oka.keycloak.entitlements;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a tenant's entitlements, immutable and without a time: what holds at an instant is asked with that
 * instant, so that nothing begins or ends at a cache's leisure.
 *
 * @param fallbackTier the realm's plan to go on with after a cancellation
 */
public record EntitlementSnapshot(
        OfRealm realm, OfTenant tenant, @Nullable String fallbackTier) {

    /**
     * What is the same for all tenants of a realm.
     *
     * @param flags by key
     */
    public record OfRealm(PlanCatalogue plans, Map<String, Flag> flags) {

        public OfRealm {
            flags = Map.copyOf(flags);
        }
    }

    /**
     * What is one tenant's own.
     *
     * @param subscription null while nothing is written down: then it stands on the lowest plan
     * @param overrides those that had not ended when this was read
     * @param enabledFlags keys of the flags that name this tenant
     */
    public record OfTenant(
            @Nullable Subscription subscription, List<EntitlementOverride> overrides, Set<String> enabledFlags) {

        public OfTenant {
            overrides = List.copyOf(overrides);
            enabledFlags = Set.copyOf(enabledFlags);
        }
    }

    public SubscriptionState subscription(Instant now) {
        return SubscriptionState.at(now, tenant.subscription(), realm.plans(), tenant.overrides(), fallbackTier);
    }

    public List<EntitlementOverride> activeOverrides(Instant now) {
        return tenant.overrides().stream()
                .filter(override -> override.isActive(now))
                .toList();
    }

    /** The features granted beyond the plan. */
    public Set<String> grantedFeatures(Instant now) {
        return active(OverrideType.FEATURE_GRANT, now)
                .map(EntitlementOverride::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the tenant has the service: in its plan, and not switched off by the tenant. */
    public boolean hasService(String service, Instant now) {
        SubscriptionState state = subscription(now);
        return state.active() && state.plan() != null && isOn(service, state.plan());
    }

    /** The services of the plan in force, and whether the tenant has each of them switched on. */
    public Map<String, Boolean> items(Instant now) {
        Plan plan = subscription(now).plan();
        return plan == null
                ? Map.of()
                : plan.services().keySet().stream()
                        .filter(plan::offers)
                        .collect(Collectors.toMap(
                                service -> service,
                                service -> isOn(service, plan),
                                (a, b) -> a,
                                java.util.TreeMap::new));
    }

    /** Units a month of this service, its boosts included; null for no limit of its own. */
    public @Nullable Long serviceLimit(String service, Instant now) {
        Plan plan = subscription(now).plan();
        PlanService found = plan == null ? null : plan.services().get(service);
        return found == null ? null : boosted(found.quotaLimit(), service, now);
    }

    /**
     * Units a month of all services together, boosts included; null for any number.
     *
     * @param own the tenant's own limit, which goes before the plan's
     */
    public @Nullable Long tenantLimit(@Nullable Long own, Instant now) {
        Plan plan = subscription(now).plan();
        return boosted(own != null || plan == null ? own : plan.quotaLimit(), null, now);
    }

    private @Nullable Long boosted(@Nullable Long limit, @Nullable String service, Instant now) {
        if (limit == null) {
            return null;
        }
        return active(OverrideType.QUOTA_BOOST, now)
                .filter(boost -> Objects.equals(boost.service(), service))
                .map(boost -> Long.parseLong(boost.value()))
                .reduce(limit, EntitlementSnapshot::addUpToTheLargest);
    }

    private boolean isOn(String service, Plan plan) {
        Subscription row = tenant.subscription();
        return plan.offers(service) && (row == null || row.items().getOrDefault(service, true));
    }

    private Stream<EntitlementOverride> active(OverrideType type, Instant now) {
        return tenant.overrides().stream().filter(override -> override.type() == type && override.isActive(now));
    }

    private static long addUpToTheLargest(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
