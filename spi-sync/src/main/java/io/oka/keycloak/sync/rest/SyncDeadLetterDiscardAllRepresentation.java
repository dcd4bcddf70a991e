package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.SyncDeadLetters;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which dead letters are given up for good, and why. */
@Schema(name = "SyncDeadLetterDiscardAll", requiredProperties = "reason")
record SyncDeadLetterDiscardAllRepresentation(
        @Schema(description = "Told to whom looks at them later", maxLength = 1000) @Nullable
        String reason,

        @Schema(description = "Why they were given up") @Nullable
        String errorClass,

        @Nullable String agentSystem,
        @Nullable JobType type,
        @Nullable String externalCode,
        @Nullable String jobId,

        @Schema(description = "Given up from this time on") @Nullable
        Instant from,

        @Schema(description = "Given up before this time") @Nullable
        Instant to) {

    SyncDeadLetters.Filter filter() {
        return new SyncDeadLetters.Filter(errorClass, agentSystem, type, externalCode, jobId, from, to);
    }
}
