package io.oka.keycloak.entitlements.setup;

import io.oka.keycloak.entitlements.BillingPeriod;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.PlanService;
import java.util.List;
import java.util.Map;

/** The plans that a realm begins with, for operators to change. Seats and keys are not limited until they say so. */
final class DefaultPlans {

    private static final PlanService INCLUDED = new PlanService(true, null);

    static final List<Plan> ALL = List.of(
            new Plan("free", "Free", 0, true, null, 0, 1_000L, Map.of("documents", INCLUDED), List.of(), null, null, 0),
            new Plan(
                    "pro",
                    "Pro",
                    10,
                    true,
                    BillingPeriod.MONTH,
                    7,
                    100_000L,
                    Map.of("documents", INCLUDED, "search", INCLUDED),
                    List.of("export"),
                    null,
                    null,
                    0),
            new Plan(
                    "enterprise",
                    "Enterprise",
                    20,
                    false,
                    BillingPeriod.YEAR,
                    30,
                    null,
                    Map.of("documents", INCLUDED, "search", INCLUDED),
                    List.of("export"),
                    null,
                    null,
                    0));

    private DefaultPlans() {}
}
