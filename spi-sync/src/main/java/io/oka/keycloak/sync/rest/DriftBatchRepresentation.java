package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.Drift;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far one call came. */
@Schema(name = "DriftBatch")
record DriftBatchRepresentation(
        @Schema(description = "How many it dealt with") int drifts,

        @Schema(description = "Whether there may be more: the same call again goes on")
        boolean more) {

    static DriftBatchRepresentation of(Drift.Batch batch) {
        return new DriftBatchRepresentation(batch.drifts(), batch.more());
    }
}
