package io.oka.keycloak.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of all that another system has with what is here.
 *
 * @param fields what is compared of each entity
 * @param createdBy the operator; null for one that an agent began
 * @param agentId who sent its last page
 * @param compared how many entries of the other system were compared
 * @param matchedPages how many pages were equal by their hash
 * @param found how many differences were seen
 * @param error why it failed
 */
public record Reconciliation(
        String id,
        String agentSystem,
        ReconciliationState state,
        Map<ComparedEntity, List<String>> fields,
        Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant lastPageAt,
        @Nullable String agentId,
        int compared,
        int matchedPages,
        int found,
        @Nullable String error) {

    public boolean isOpen() {
        return state == ReconciliationState.WAITING || state == ReconciliationState.COMPARING;
    }

    /**
     * How far one entity is.
     *
     * @param complete whether each code was covered
     * @param itemsWanted numbers of pages of which the items are needed, because the hashes differ
     * @param gaps what no page has covered yet
     */
    public record Progress(
            ComparedEntity entity, int pages, boolean complete, List<Integer> itemsWanted, List<Gap> gaps) {}

    /**
     * Codes that no page has covered.
     *
     * @param after behind this one; empty for the very first
     * @param upTo up to this one and with it; null for the end
     */
    public record Gap(String after, @Nullable String upTo) {}
}
