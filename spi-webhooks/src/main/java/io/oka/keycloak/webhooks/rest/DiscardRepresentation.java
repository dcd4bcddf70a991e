package io.oka.keycloak.webhooks.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a dead letter is given up for good. */
@Schema(name = "Discard", requiredProperties = "reason")
record DiscardRepresentation(
        @Schema(description = "Told to whom looks at it later", maxLength = 1000) @Nullable
        String reason) {}
