package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.DriftKind;
import io.oka.keycloak.sync.DriftState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which differences are meant: all that are open, narrowed by what is said. */
@Schema(name = "DriftFilter")
record DriftFilterRepresentation(
        @Schema(description = "Without it, those that are open") @Nullable
        DriftState state,

        @Nullable DriftKind kind,

        @Schema(enumeration = {"low", "medium", "high"}) @Nullable
        String severity,

        @Nullable String agentSystem,
        @Nullable ComparedEntity entity,
        @Nullable String field,
        @Nullable String externalCode,
        @Nullable String tenantId) {

    static Drift.Filter of(@Nullable DriftFilterRepresentation said) {
        return said == null
                ? Drift.Filter.ALL
                : new Drift.Filter(
                        said.state,
                        said.kind,
                        said.severity,
                        said.agentSystem,
                        said.entity,
                        said.field,
                        said.externalCode,
                        said.tenantId,
                        null);
    }
}
