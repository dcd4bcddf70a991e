package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.JobType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an agent may do, as it is written and read. */
@Schema(name = "AgentCapabilities", description = "What an agent may do, and to what limits; what is absent it may not")
record CapabilitiesRepresentation(
        @Schema(description = "The jobs that it may send") @Nullable
        List<JobType> jobTypes,

        @Schema(
                description = "Whether a customer that is mapped to nothing becomes a tenant; else its items wait for a"
                        + " mapping",
                defaultValue = "false")
        @Nullable
        Boolean createTenants,

        @Schema(description = "Whether it may suspend and resume tenants", defaultValue = "false") @Nullable
        Boolean suspendTenants,

        @Schema(description = "Whether it may delete tenants, and bring back what it deleted", defaultValue = "false")
        @Nullable
        Boolean deleteTenants,

        @Schema(description = "The plans that it may put tenants on; `*` for all", examples = "[\"free\", \"pro\"]")
        @Nullable
        List<String> tiers,

        @Schema(
                description = "How many days ahead the end of a period or of a grace may be that it sets",
                minimum = "1",
                maximum = "3660",
                defaultValue = "400")
        @Nullable
        Integer maxPeriodDays,

        @Schema(
                description = "The highest limit that it may give a tenant; null if it may not set limits",
                minimum = "0")
        @Nullable
        Long maxQuotaLimit,

        @Schema(description = "The most units in one item of usage; null for no bound of its own", minimum = "1")
        @Nullable
        Long maxUsageQuantity,

        @Schema(description = "Whether it may read what changed here", defaultValue = "false") @Nullable
        Boolean readChanges,

        @Schema(description = "How many items one job may have", minimum = "1", maximum = "1000", defaultValue = "500")
        @Nullable
        Integer maxItemsPerJob,

        @Schema(
                description = "How often it may make each call in a minute",
                minimum = "1",
                maximum = "6000",
                defaultValue = "600")
        @Nullable
        Integer requestsPerMinute) {

    private static final int MOST_TIERS = 100;

    static CapabilitiesRepresentation of(Capabilities capabilities) {
        return new CapabilitiesRepresentation(
                capabilities.jobTypes().stream().sorted().toList(),
                capabilities.createTenants(),
                capabilities.suspendTenants(),
                capabilities.deleteTenants(),
                capabilities.tiers(),
                capabilities.maxPeriodDays(),
                capabilities.maxQuotaLimit(),
                capabilities.maxUsageQuantity(),
                capabilities.readChanges(),
                capabilities.maxItemsPerJob(),
                capabilities.requestsPerMinute());
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    Capabilities checked() {
        List<JobType> types = Objects.requireNonNullElse(jobTypes, List.of());
        List<String> plans = Objects.requireNonNullElse(tiers, List.of());
        int days = Objects.requireNonNullElse(maxPeriodDays, Capabilities.USUAL_PERIOD_DAYS);
        int items = Objects.requireNonNullElse(maxItemsPerJob, Capabilities.USUAL_ITEMS_PER_JOB);
        int requests = Objects.requireNonNullElse(requestsPerMinute, Capabilities.USUAL_REQUESTS_PER_MINUTE);
        new Validation()
                .check(types.stream().allMatch(Objects::nonNull), "capabilities.jobTypes", "must not hold null")
                .check(
                        plans.size() <= MOST_TIERS
                                && plans.stream()
                                        .allMatch(tier ->
                                                tier != null && (tier.equals("*") || PlanNames.isAcceptable(tier))),
                        "capabilities.tiers",
                        "must be at most " + MOST_TIERS + " tiers, or *")
                .check(
                        days >= 1 && days <= Capabilities.MOST_PERIOD_DAYS,
                        "capabilities.maxPeriodDays",
                        "must be 1 to " + Capabilities.MOST_PERIOD_DAYS)
                .check(
                        maxQuotaLimit == null || maxQuotaLimit >= 0,
                        "capabilities.maxQuotaLimit",
                        "must not be negative")
                .check(
                        maxUsageQuantity == null || maxUsageQuantity >= 1,
                        "capabilities.maxUsageQuantity",
                        "must be at least 1")
                .check(
                        items >= 1 && items <= Capabilities.MOST_ITEMS_PER_JOB,
                        "capabilities.maxItemsPerJob",
                        "must be 1 to " + Capabilities.MOST_ITEMS_PER_JOB)
                .check(
                        requests >= 1 && requests <= Capabilities.MOST_REQUESTS_PER_MINUTE,
                        "capabilities.requestsPerMinute",
                        "must be 1 to " + Capabilities.MOST_REQUESTS_PER_MINUTE)
                .orRefuse();
        return new Capabilities(
                Set.copyOf(types),
                isSet(createTenants),
                isSet(suspendTenants),
                isSet(deleteTenants),
                plans,
                days,
                maxQuotaLimit,
                maxUsageQuantity,
                isSet(readChanges),
                items,
                requests);
    }

    private static boolean isSet(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
