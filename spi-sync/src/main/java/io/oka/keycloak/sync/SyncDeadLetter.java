package io.oka.keycloak.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item that was given up.
 *
 * @param position in its job, from 0
 * @param externalCode null for one that said none
 * @param version null for one that said none
 * @param errorClass stable, in snake case
 * @param detail what was wrong, for people
 * @param state {@code DEAD}, or what became of it since
 * @param revision moves on with each change of the item
 */
public record SyncDeadLetter(
        String id,
        String jobId,
        int position,
        String agentSystem,
        JobType type,
        @Nullable String externalCode,
        @Nullable Long version,
        @Nullable String errorClass,
        @Nullable String detail,
        int attempts,
        ItemState state,
        @Nullable String tenantId,
        Instant createdAt,
        @Nullable Instant deadSince,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant editedAt,
        @Nullable String editedBy,
        @Nullable String discardedReason,
        long revision) {

    /**
     * With what stands in it.
     *
     * @param agentId who sent it; null for what began here
     * @param correlationId of the request that brought it
     * @param data as it would be applied
     * @param original as it was sent; null if nobody has edited it
     */
    public record Details(
            SyncDeadLetter letter,
            @Nullable String agentId,
            @Nullable String correlationId,
            String data,
            @Nullable Original original) {}

    /** What an item was before it was edited. */
    public record Original(
            @Nullable String externalCode, @Nullable Long version, String data) {}
}
