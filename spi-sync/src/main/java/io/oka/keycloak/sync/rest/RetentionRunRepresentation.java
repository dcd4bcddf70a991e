package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.RetentionTable;
import io.oka.keycloak.sync.SyncRetention;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What went, or would go. */
@Schema(name = "SyncRetentionRun")
record RetentionRunRepresentation(
        @Schema(description = "Whether nothing was removed") boolean dryRun, List<Table> tables) {

    /** What is asked for. */
    @Schema(name = "SyncRetentionRunRequest")
    record Wanted(
            @Schema(description = "All if none is named") @Nullable
            List<String> tables,

            @Schema(description = "Only count", defaultValue = "false") @Nullable
            Boolean dryRun) {}

    /** Of one table. */
    @Schema(name = "SyncRetentionRunTable")
    record Table(
            RetentionTable table,
            long rows,

            @Schema(description = "Whether there is more than goes in one run: the same call again goes on")
            boolean more) {}

    static RetentionRunRepresentation of(boolean dryRun, List<SyncRetention.Removed> removed) {
        return new RetentionRunRepresentation(
                dryRun,
                removed.stream()
                        .map(it -> new Table(it.table(), it.rows(), it.more()))
                        .toList());
    }
}
