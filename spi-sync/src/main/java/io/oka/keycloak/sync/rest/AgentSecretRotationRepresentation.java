package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is sent to give an agent another secret. */
@Schema(name = "AgentSecretRotation")
record AgentSecretRotationRepresentation(
        @Schema(
                description = "For how many hours the secret before does as well",
                minimum = "0",
                maximum = "168",
                defaultValue = "24")
        @Nullable
        Integer overlapHours) {}
