package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How much of what is held was used. */
@Schema(name = "CommittedQuantity")
record CommittedQuantityRepresentation(
        @Schema(
                required = true,
                description = "At most what was reserved; the rest is free again",
                minimum = "0",
                examples = "42")
        @Nullable
        Long quantity) {}
