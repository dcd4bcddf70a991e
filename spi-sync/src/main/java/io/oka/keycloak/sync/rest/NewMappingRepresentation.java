package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.MappingType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A mapping that is to be made, or what one is to be. */
@Schema(
        name = "NewMapping",
        requiredProperties = {"agentSystem", "type", "externalCode", "internalCode"})
record NewMappingRepresentation(
        @Schema(description = "The other system", pattern = "^[a-z0-9][a-z0-9-]{0,62}$", examples = "erp") @Nullable
        String agentSystem,

        @Nullable MappingType type,

        @Schema(description = "As the other system has it; compared exactly", maxLength = 255, examples = "K-10045")
        @Nullable
        String externalCode,

        @Schema(description = "A tenant's id, a plan's tier or a service's name, of this realm") @Nullable
        String internalCode) {}
