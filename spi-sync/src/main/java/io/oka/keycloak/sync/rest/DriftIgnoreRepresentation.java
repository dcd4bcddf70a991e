package io.oka.keycloak.sync.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a difference may stand. */
@Schema(name = "DriftIgnore", requiredProperties = "reason")
record DriftIgnoreRepresentation(
        @Schema(description = "Told to whom looks at it later", maxLength = 1000) @Nullable
        String reason,

        @Schema(description = "Then it opens again. Without it, once one of the two values changes") @Nullable
        Instant until) {}
