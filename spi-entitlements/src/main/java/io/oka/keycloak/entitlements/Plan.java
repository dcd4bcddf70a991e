package io.oka.keycloak.entitlements;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is sold: plain data that operators write.
 *
 * @param tier its name in the realm, which never changes
 * @param rank which of two plans is the higher one; a new tenant starts on the lowest
 * @param selfService whether tenant admins may move to it by themselves
 * @param period for how long it is bought at a time; null for a plan that never ends
 * @param graceDays how long access goes on after a period has ended without renewal
 * @param quotaLimit units a month of all services together; null for any number
 * @param services by name
 * @param features what is had on it, by name
 * @param keyLimit how many API keys; null for any number
 * @param memberLimit how many members; null for any number
 * @param version rises with each change
 */
public record Plan(
        String tier,
        String displayName,
        int rank,
        boolean selfService,
        @Nullable BillingPeriod period,
        int graceDays,
        @Nullable Long quotaLimit,
        Map<String, PlanService> services,
        List<String> features,
        @Nullable Integer keyLimit,
        @Nullable Integer memberLimit,
        long version) {

    public Plan {
        services = Collections.unmodifiableMap(new TreeMap<>(services));
        features = List.copyOf(features);
    }

    /** Whether tenants of this plan have the service. */
    public boolean offers(String service) {
        PlanService found = services.get(service);
        return found != null && found.enabled();
    }
}
