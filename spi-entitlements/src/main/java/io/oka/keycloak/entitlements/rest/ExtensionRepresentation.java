package io.oka.keycloak.entitlements.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When an override is to end instead. */
@Schema(name = "OverrideExtension", requiredProperties = "expiresAt")
record ExtensionRepresentation(
        @Schema(description = "Later than it would have ended; null for never") @Nullable
        Instant expiresAt) {}
