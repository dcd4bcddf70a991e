package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be changed of an agent. For the OpenAPI document: what is absent stays. */
@Schema(name = "AgentPatch")
record AgentPatchRepresentation(
        @Schema(minLength = 1, maxLength = 255) @Nullable String name,

        @Schema(description = "All of them anew") @Nullable CapabilitiesRepresentation capabilities) {}
