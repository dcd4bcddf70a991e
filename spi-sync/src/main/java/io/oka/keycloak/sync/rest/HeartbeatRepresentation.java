package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an agent says of itself. */
@Schema(name = "Heartbeat")
record HeartbeatRepresentation(
        @Schema(description = "Of its software", minLength = 1, maxLength = 64) @Nullable
        String version,

        @Schema(description = "How much waits on its side", minimum = "0") @Nullable
        Long queueDepth,

        @Schema(description = "For how long the oldest of that has waited", minimum = "0") @Nullable
        Long oldestItemAgeSeconds,

        @Schema(description = "What went wrong there last, for people; never a secret", maxLength = 1000) @Nullable
        String lastError) {}
