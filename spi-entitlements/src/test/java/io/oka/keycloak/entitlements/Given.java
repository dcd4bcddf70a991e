package io.oka.keycloak.entitlements;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans, subscriptions and overrides to test with. */
public final class Given {

    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final String TENANT = "7f9c2b0e-3d54-4f0a-9a53-1b1f6a1c0d3e";

    public static final Plan FREE = plan("free", 0, null, 0, 1_000L, Map.of("documents", service(null)), List.of());
    public static final Plan PRO = plan(
            "pro",
            10,
            BillingPeriod.MONTH,
            7,
            100_000L,
            Map.of("documents", service(500L), "search", service(null), "reports", new PlanService(false, null)),
            List.of("export"));
    public static final Plan ENTERPRISE = plan(
            "enterprise",
            20,
            BillingPeriod.YEAR,
            30,
            null,
            Map.of("documents", service(null), "search", service(null), "reports", service(null)),
            List.of("export", "audit"));

    public static final PlanCatalogue PLANS = new PlanCatalogue(List.of(ENTERPRISE, FREE, PRO));

    private Given() {}

    public static PlanService service(@Nullable Long quotaLimit) {
        return new PlanService(true, quotaLimit);
    }

    public static Plan plan(
            String tier,
            int rank,
            @Nullable BillingPeriod period,
            int graceDays,
            @Nullable Long quotaLimit,
            Map<String, PlanService> services,
            List<String> features) {
        return new Plan(tier, tier, rank, true, period, graceDays, quotaLimit, services, features, null, null, 1);
    }

    /** Active until this time. */
    public static Subscription subscription(Plan plan, @Nullable Instant end) {
        return new Subscription(plan.tier(), SubscriptionStatus.ACTIVE, end, 21, false, null, Map.of());
    }

    public static EntitlementOverride override(OverrideType type, String value) {
        return override(type, value, null, null);
    }

    public static EntitlementOverride override(
            OverrideType type, String value, @Nullable String service, @Nullable Instant expiresAt) {
        return new EntitlementOverride(
                "override", TENANT, type, value, service, "because", "operator", NOW.minusSeconds(60), expiresAt, null);
    }

    public static EntitlementSnapshot snapshot(@Nullable Subscription subscription, EntitlementOverride... overrides) {
        return snapshot(subscription, Map.of(), Set.of(), overrides);
    }

    public static EntitlementSnapshot snapshot(
            @Nullable Subscription subscription,
            Map<String, Flag> flags,
            Set<String> enabledFlags,
            EntitlementOverride... overrides) {
        return new EntitlementSnapshot(
                new EntitlementSnapshot.OfRealm(PLANS, flags),
                new EntitlementSnapshot.OfTenant(subscription, List.of(overrides), enabledFlags),
                null);
    }
}
