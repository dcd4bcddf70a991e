package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why an agent is revoked. */
@Schema(name = "AgentRevocation")
record AgentRevocationRepresentation(
        @Schema(maxLength = 1000) @Nullable String reason) {}
