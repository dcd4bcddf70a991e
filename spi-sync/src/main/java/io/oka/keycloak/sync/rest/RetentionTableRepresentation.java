package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.RetentionTable;
import io.oka.keycloak.sync.SyncRetention;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a table stands that is kept for a time. */
@Schema(name = "SyncRetentionTable")
record RetentionTableRepresentation(
        RetentionTable table,

        @Schema(
                description = "For how long it is kept after it is over; of `items` that of `jobs`, of `snapshotPages`"
                        + " that of `reconciliations`")
        int days,

        @Schema(description = "How many rows the realm has") long rows,

        @Schema(description = "How many of them would go now")
        long due,

        @Schema(description = "When the first of them was written") @Nullable
        Instant oldestAt) {

    static RetentionTableRepresentation of(SyncRetention.Standing standing) {
        return new RetentionTableRepresentation(
                standing.table(), standing.days(), standing.rows(), standing.due(), standing.oldestAt());
    }

    /** All of them. */
    @Schema(name = "SyncRetention")
    record All(List<RetentionTableRepresentation> tables) {}
}
