package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.SyncDeadLetter;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dead letter as it is given; with what stands in it where one is asked for alone. */
@Schema(name = "SyncDeadLetter")
record SyncDeadLetterRepresentation(
        String id,
        String jobId,

        @Schema(description = "In its job, from 0") int position,

        String agentSystem,
        JobType type,

        @Schema(description = "Null if what was sent has none that can be one") @Nullable
        String externalCode,

        @Schema(description = "Null if what was sent has none that can be one") @Nullable
        Long version,

        @Schema(
                description = "Why it was given up: `malformed`, `not_allowed`, `version_conflict`,"
                        + " `retries_exhausted` …")
        @Nullable
        String errorClass,

        @Schema(description = "The same for people, naming the member at fault") @Nullable
        String detail,

        @Schema(description = "`dead`; `queued` once it is tried again, `discarded` once it is given up for good")
        ItemState state,

        @Schema(description = "How many times it was tried") int attempts,

        @Schema(description = "Whom it is about, where that is known") @Nullable
        String tenantId,

        Instant createdAt,

        @Schema(description = "When it was given up") @Nullable
        Instant deadSince,

        @Schema(description = "When it is tried again") @Nullable
        Instant nextAttemptAt,

        @Nullable Instant editedAt,

        @Schema(description = "The operator who edited it last") @Nullable
        String editedBy,

        @Nullable String discardedReason,

        @Schema(description = "Who sent it; where one is asked for alone")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String agentId,

        @Schema(description = "The id of the request that brought it; where one is asked for alone")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String correlationId,

        @Schema(description = "As it is tried; where one is asked for alone", type = SchemaType.OBJECT)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonRawValue
        @Nullable
        String data,

        @Schema(description = "As it was sent, if it was edited; where one is asked for alone")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Original original) {

    /** What was sent. */
    @Schema(name = "SyncDeadLetterOriginal")
    record Original(
            @Nullable String externalCode,
            @Nullable Long version,

            @Schema(type = SchemaType.OBJECT) @JsonRawValue String data) {}

    static SyncDeadLetterRepresentation of(SyncDeadLetter letter) {
        return of(letter, null, null, null, null);
    }

    static SyncDeadLetterRepresentation of(SyncDeadLetter.Details details) {
        SyncDeadLetter.Original original = details.original();
        return of(
                details.letter(),
                details.agentId(),
                details.correlationId(),
                details.data(),
                original == null ? null : new Original(original.externalCode(), original.version(), original.data()));
    }

    private static SyncDeadLetterRepresentation of(
            SyncDeadLetter letter,
            @Nullable String agentId,
            @Nullable String correlationId,
            @Nullable String data,
            @Nullable Original original) {
        return new SyncDeadLetterRepresentation(
                letter.id(),
                letter.jobId(),
                letter.position(),
                letter.agentSystem(),
                letter.type(),
                letter.externalCode(),
                letter.version(),
                letter.errorClass(),
                letter.detail(),
                letter.state(),
                letter.attempts(),
                letter.tenantId(),
                letter.createdAt(),
                letter.deadSince(),
                letter.nextAttemptAt(),
                letter.editedAt(),
                letter.editedBy(),
                letter.discardedReason(),
                agentId,
                correlationId,
                data,
                original);
    }
}
