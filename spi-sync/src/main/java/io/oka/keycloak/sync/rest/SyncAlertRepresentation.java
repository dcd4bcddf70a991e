package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.AlertKind;
import io.oka.keycloak.sync.SyncAlert;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that operators are told of. */
@Schema(name = "SyncAlert")
record SyncAlertRepresentation(
        String id,
        AlertKind kind,

        @Schema(description = "A system, or an agent's id") String subject,

        @Schema(enumeration = {"firing", "resolved"}) String state,

        String text,
        Instant since,

        @Schema(description = "When it was last told") @Nullable
        Instant sentAt,

        @Schema(description = "When it is told next, or tried to be") @Nullable
        Instant nextSendAt,

        @Schema(description = "How often telling it has failed since it last succeeded")
        int attempts,

        @Nullable String lastError,
        @Nullable Instant resolvedAt) {

    static SyncAlertRepresentation of(SyncAlert alert) {
        return new SyncAlertRepresentation(
                alert.id(),
                alert.kind(),
                alert.subject(),
                alert.firing() ? "firing" : "resolved",
                alert.text(),
                alert.since(),
                alert.sentAt(),
                alert.nextSendAt(),
                alert.attempts(),
                alert.lastError(),
                alert.resolvedAt());
    }
}
