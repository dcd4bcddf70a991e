package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.MappingImport;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What came of an import. */
@Schema(name = "MappingImport")
record MappingImportRepresentation(
        @Schema(format = "uuid") String id,

        @Schema(description = "Null if each line said it") @Nullable
        String agentSystem,

        @Schema(description = "Whether it was only tried; the numbers are then what would be done")
        boolean dryRun,

        @Schema(description = "Whether anything was done") boolean applied,

        @Schema(description = "Lines below the first") int rows,

        int created,
        int changed,
        int unchanged,

        @Schema(description = "Lines that cannot be imported; with any, none is")
        int refused,

        @Schema(description = "The first 100 of those") List<Refusal> errors,

        Instant createdAt,

        @Schema(description = "The user id of the operator") String createdBy) {

    /** Why a line cannot be imported. */
    @Schema(name = "MappingImportError")
    record Refusal(
            @Schema(description = "In the file, from 1") long line,

            @Schema(description = "Null for what is about the whole line") @Nullable
            String column,

            String message) {}

    static MappingImportRepresentation of(MappingImport done) {
        return new MappingImportRepresentation(
                done.id(),
                done.system(),
                done.dryRun(),
                done.applied(),
                done.rows(),
                done.created(),
                done.changed(),
                done.unchanged(),
                done.refused(),
                done.errors().stream()
                        .map(error -> new Refusal(error.line(), error.column(), error.message()))
                        .toList(),
                done.at(),
                done.by());
    }
}
