package io.oka.keycloak.sync.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which differences may stand, and why. */
@Schema(name = "DriftIgnoreAll", requiredProperties = "reason")
record DriftIgnoreAllRepresentation(
        @Nullable DriftFilterRepresentation filter,

        @Schema(description = "Told to whom looks at them later", maxLength = 1000) @Nullable
        String reason,

        @Schema(description = "Then they open again. Without it, once one of the two values changes") @Nullable
        Instant until) {}
