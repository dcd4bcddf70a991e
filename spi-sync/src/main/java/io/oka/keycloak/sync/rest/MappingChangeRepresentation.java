package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.MappingChange;
import io.oka.keycloak.sync.MappingType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was once done to a mapping. */
@Schema(name = "MappingChange")
record MappingChangeRepresentation(
        @Schema(format = "uuid") String id,
        @Schema(format = "uuid") String mappingId,
        MappingChange.Action action,
        String agentSystem,
        MappingType type,
        String externalCode,

        @Schema(description = "What the code meant from then on; null if nothing any more") @Nullable
        String internalCode,

        @Schema(description = "What it had meant; null if nothing") @Nullable
        String previousInternalCode,

        @Schema(
                description = "Who did it",
                enumeration = {"operator", "agent", "system"})
        String actorType,

        @Nullable String actorId,

        @Schema(description = "The import that it was part of", format = "uuid") @Nullable
        String importId,

        @Nullable String correlationId,
        Instant at) {

    static MappingChangeRepresentation of(MappingChange change) {
        return new MappingChangeRepresentation(
                change.id(),
                change.mappingId(),
                change.action(),
                change.system(),
                change.type(),
                change.externalCode(),
                change.internalCode(),
                change.previousInternalCode(),
                change.actorType(),
                change.actorId(),
                change.importId(),
                change.correlationId(),
                change.at());
    }
}
