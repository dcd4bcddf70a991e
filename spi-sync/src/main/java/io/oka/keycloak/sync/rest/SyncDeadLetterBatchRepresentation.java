package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.sync.SyncDeadLetters;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How far one call came. */
@Schema(name = "SyncDeadLetterBatch")
record SyncDeadLetterBatchRepresentation(
        @Schema(description = "How many it dealt with") int items,

        @Schema(description = "Of a replay: when the last of them is tried")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Instant lastAt,

        @Schema(description = "Whether there may be more: the same call again goes on")
        boolean more) {

    static SyncDeadLetterBatchRepresentation of(SyncDeadLetters.Batch batch) {
        return new SyncDeadLetterBatchRepresentation(batch.items(), batch.lastAt(), batch.more());
    }
}
