package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is sent to make an enrolment token. */
@Schema(
        name = "NewEnrolmentToken",
        requiredProperties = {"agentSystem", "capabilities"})
record NewEnrolmentTokenRepresentation(
        @Schema(
                description = "The system that the agent speaks for: codes, versions and breaker are that system's",
                pattern = "^[a-z0-9][a-z0-9-]{0,62}$",
                examples = "erp")
        @Nullable
        String agentSystem,

        @Schema(maxLength = 1000) @Nullable String description,

        @Nullable CapabilitiesRepresentation capabilities,

        @Schema(description = "For how long it can be used", minimum = "1", maximum = "720", defaultValue = "24")
        @Nullable
        Integer expiresInHours) {}
