package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.SyncDeadLetters;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which dead letters are tried again, all or narrowed by what is said, and how fast. */
@Schema(name = "SyncDeadLetterReplay")
record SyncDeadLetterReplayRepresentation(
        @Schema(description = "How many a second", minimum = "1", maximum = "100", defaultValue = "20") @Nullable
        Integer ratePerSecond,

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
