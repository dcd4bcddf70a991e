package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a dead letter is given up for good. */
@Schema(name = "SyncDeadLetterDiscard", requiredProperties = "reason")
record SyncDeadLetterDiscardRepresentation(
        @Schema(description = "Told to whom looks at it later", maxLength = 1000) @Nullable
        String reason) {}
