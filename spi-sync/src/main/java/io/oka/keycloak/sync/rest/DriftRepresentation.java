package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.DriftKind;
import io.oka.keycloak.sync.DriftState;
import io.oka.keycloak.sync.SourceOfTruth;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A difference between the two sides. */
@Schema(name = "Drift")
record DriftRepresentation(
        String id,
        String agentSystem,

        @Schema(
                description = "`missing_local`: there, not here. `missing_remote`: here, not there. `stale`: the other"
                        + " system is ahead, its version is newer than the one that was applied here. `field_mismatch`:"
                        + " the version was applied, and still they do not agree about one field")
        DriftKind kind,

        @Schema(enumeration = {"low", "medium", "high"}) String severity,

        ComparedEntity entity,
        String externalCode,
        @Nullable String tenantId,

        @Schema(description = "Null for what is about all of the entity") @Nullable
        String field,

        @Schema(
                description = "Of the field; an object of fields where it is about several",
                implementation = Object.class)
        @Nullable
        JsonNode localValue,

        @Schema(description = "Likewise", implementation = Object.class) @Nullable
        JsonNode remoteValue,

        @Schema(description = "Which version of the other system's was applied here last; null if none was") @Nullable
        Long localVersion,

        @Nullable Long remoteVersion,

        @Schema(description = "Who is right about it, by the settings")
        SourceOfTruth sourceOfTruth,

        @Schema(
                description =
                        "`pending` is in its grace period. `approved` is being set right here, or was asked of the"
                                + " other system. `fixed` was set right here. `resolved` was no longer seen")
        DriftState state,

        Instant firstSeenAt,
        Instant lastSeenAt,
        Instant graceUntil,
        @Nullable Instant endedAt,

        @Schema(description = "Until when it may stand") @Nullable
        Instant ignoredUntil,

        @Nullable String ignoredReason,
        String firstReconciliationId,
        String lastReconciliationId,

        @Schema(
                description = "An item of the same code that waits, is parked or was given up, and is likely to be the"
                        + " reason")
        @Nullable
        String explainedBy,

        @Schema(description = "The job that sets it right, or last tried to") @Nullable
        String fixJobId,

        @Schema(description = "What happened to it, oldest first; not in lists") @Nullable
        List<Line> record) {

    /** What happened to a difference at one time. */
    @Schema(name = "DriftRecord")
    record Line(
            String id,
            @Nullable String reconciliationId,

            @Schema(enumeration = {"found", "seen", "opened", "approved", "ignored", "fixed", "failed", "resolved"})
            String action,

            @Nullable String detail,

            @Schema(description = "The difference as it stood", implementation = Object.class)
            JsonNode data,

            String actorType,
            @Nullable String actorId,
            @Nullable String correlationId,
            Instant at) {}

    static DriftRepresentation of(Drift drift) {
        return of(drift, null);
    }

    static DriftRepresentation of(Drift drift, @Nullable List<Drift.Record> record) {
        return new DriftRepresentation(
                drift.id(),
                drift.agentSystem(),
                drift.kind(),
                drift.severity(),
                drift.entity(),
                drift.externalCode(),
                drift.tenantId(),
                drift.field().isEmpty() ? null : drift.field(),
                drift.localValue(),
                drift.remoteValue(),
                drift.localVersion(),
                drift.remoteVersion(),
                drift.sourceOfTruth(),
                drift.state(),
                drift.firstSeenAt(),
                drift.lastSeenAt(),
                drift.graceUntil(),
                drift.endedAt(),
                drift.ignoredUntil(),
                drift.ignoredReason(),
                drift.firstReconciliationId(),
                drift.lastReconciliationId(),
                drift.explainedBy(),
                drift.fixJobId(),
                record == null
                        ? null
                        : record.stream().map(DriftRepresentation::line).toList());
    }

    private static Line line(Drift.Record line) {
        return new Line(
                line.id(),
                line.reconciliationId(),
                line.action(),
                line.detail(),
                line.data(),
                line.actorType(),
                line.actorId(),
                line.correlationId(),
                line.at());
    }
}
