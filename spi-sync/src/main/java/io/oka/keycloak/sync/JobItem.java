package io.oka.keycloak.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item of a job, and what became of it.
 *
 * @param position in its job, from 0
 * @param externalCode null for one that said none that can be one
 * @param version null likewise
 * @param data JSON, as it was sent or edited
 * @param result in a word: what was done, why it was skipped, or the class of the error
 * @param detail for people
 * @param tenantId whom it was about, where that is known
 * @param parkedType what kind of mapping it waits for
 * @param originalData as it was sent, if it was edited
 */
public record JobItem(
        String id,
        String jobId,
        int position,
        String system,
        JobType type,
        @Nullable String externalCode,
        @Nullable Long version,
        String data,
        ItemState state,
        @Nullable String result,
        @Nullable String detail,
        @Nullable String tenantId,
        @Nullable String parkedType,
        @Nullable String parkedCode,
        int attempts,
        @Nullable Instant nextAttemptAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant editedAt,
        @Nullable String editedBy,
        @Nullable String originalData,
        @Nullable String discardedReason) {}
