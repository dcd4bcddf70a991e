package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.MappingType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A mapping as operators read it. */
@Schema(name = "Mapping")
record MappingRepresentation(
        @Schema(format = "uuid") String id,
        @Schema(examples = "erp") String agentSystem,
        MappingType type,
        @Schema(examples = "K-10045") String externalCode,

        @Schema(description = "A tenant's id, a plan's tier or a service's name")
        String internalCode,

        Instant createdAt,
        Instant updatedAt) {

    static MappingRepresentation of(Mapping mapping) {
        MappedCode code = mapping.code();
        return new MappingRepresentation(
                mapping.id(),
                code.system(),
                code.type(),
                code.externalCode(),
                code.internalCode(),
                mapping.createdAt(),
                mapping.updatedAt());
    }
}
