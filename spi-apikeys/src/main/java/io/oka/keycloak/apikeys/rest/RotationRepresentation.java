package io.oka.keycloak.apikeys.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a key is to be rotated. */
@Schema(name = "ApiKeyRotation")
record RotationRepresentation(
        @Schema(
                description = "How long the old key works on, but never past its own end",
                minimum = "0",
                maximum = "2592000",
                defaultValue = "0")
        @Nullable
        Long gracePeriodSeconds) {}
