package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is for an agent to know or do, of its whole system.
 *
 * @param breaker {@code closed}, {@code open} or {@code half_open}: whether items are applied
 * @param reconciliations comparisons that wait for pages of a snapshot
 * @param queuedItems how many are to be applied, counted to {@value #MOST_COUNTED}
 * @param parkedItems how many wait for a mapping, likewise
 * @param deadLetters how many were given up, likewise
 */
public record AgentWork(
        String breaker,
        List<WantedReconciliation> reconciliations,
        long queuedItems,
        long parkedItems,
        long deadLetters) {

    /** Beyond that the exact number tells an agent no more. */
    public static final int MOST_COUNTED = 1_000;

    public AgentWork {
        reconciliations = List.copyOf(reconciliations);
    }

    /**
     * A comparison that waits for pages.
     *
     * @param entities which are compared
     * @param fields of each entity, as the operator asked
     */
    public record WantedReconciliation(
            String id,
            String state,
            List<String> entities,
            @Nullable JsonNode fields) {}
}
