package io.oka.keycloak.entitlements;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All plans of a realm, lowest rank first; immutable. */
public final class PlanCatalogue {

    /** Of two of the same rank the name decides, so that every node knows the same lowest. */
    public static final Comparator<Plan> ORDER =
            Comparator.comparingInt(Plan::rank).thenComparing(Plan::tier);

    private final Map<String, Plan> byTier = new LinkedHashMap<>();

    public PlanCatalogue(List<Plan> plans) {
        plans.stream().sorted(ORDER).forEach(plan -> byTier.put(plan.tier(), plan));
    }

    public List<Plan> all() {
        return List.copyOf(byTier.values());
    }

    public @Nullable Plan find(String tier) {
        return byTier.get(tier);
    }

    /** What a new tenant starts on; null where there are no plans. */
    public @Nullable Plan lowest() {
        return byTier.isEmpty() ? null : byTier.values().iterator().next();
    }
}
