package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent may do, and to what limits: bound to its enrolment token by the operator, and to be changed by operators
 * only. What is not said here it may not do.
 *
 * @param jobTypes the jobs that it may send
 * @param createTenants whether a customer that is mapped to nothing becomes a tenant; else its items wait for a mapping
 * @param suspendTenants whether it may suspend and resume tenants
 * @param deleteTenants whether it may delete tenants, and bring back what it deleted
 * @param tiers the plans that it may put tenants on, and whose subscriptions it may so make active again; {@code *} for
 *     all
 * @param maxPeriodDays how far ahead the end of a period or of a grace may be that it sets: so long what it gave outlives
 *     it
 * @param maxQuotaLimit the highest limit that it may give a tenant; null if it may not set limits at all. A limit that
 *     is there it may not take away
 * @param maxUsageQuantity the most units in one item of usage; null for no bound of its own
 * @param readChanges whether it may read what changed here
 * @param maxItemsPerJob how many items one job may have
 * @param requestsPerMinute how often it may call each endpoint
 */
public record Capabilities(
        Set<JobType> jobTypes,
        boolean createTenants,
        boolean suspendTenants,
        boolean deleteTenants,
        List<String> tiers,
        int maxPeriodDays,
        @Nullable Long maxQuotaLimit,
        @Nullable Long maxUsageQuantity,
        boolean readChanges,
        int maxItemsPerJob,
        int requestsPerMinute) {

    public static final int MOST_ITEMS_PER_JOB = 1_000;
    public static final int MOST_REQUESTS_PER_MINUTE = 6_000;

    public static final int MOST_PERIOD_DAYS = 3_660;

    public static final int USUAL_ITEMS_PER_JOB = 500;
    public static final int USUAL_REQUESTS_PER_MINUTE = 600;
    /** A year, and a month for invoices that go out early. */
    public static final int USUAL_PERIOD_DAYS = 400;

    /** Of items that no agent sent, but an operator or the system itself. */
    public static final Capabilities UNBOUNDED = new Capabilities(
            EnumSet.allOf(JobType.class),
            true,
            true,
            true,
            List.of("*"),
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            null,
            true,
            MOST_ITEMS_PER_JOB,
            MOST_REQUESTS_PER_MINUTE);

    public Capabilities {
        jobTypes = Set.copyOf(jobTypes);
        tiers = List.copyOf(tiers);
    }

    /** Whether it may do whatever can be done. */
    @JsonIgnore
    public boolean isUnbounded() {
        return equals(UNBOUNDED);
    }

    /** Whether it may put a tenant on this plan. */
    public boolean allowTier(String tier) {
        return tiers.contains("*") || tiers.contains(tier);
    }
}
