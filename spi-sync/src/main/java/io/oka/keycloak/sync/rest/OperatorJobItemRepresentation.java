package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.JobItem;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An item of a job as operators see it; with what stands in it where one is asked for alone. */
@Schema(name = "OperatorSyncJobItem")
record OperatorJobItemRepresentation(
        @Schema(description = "The id of its dead letter, if it becomes one")
        String id,

        @Schema(description = "In its job, from 0") int position,

        @Nullable String externalCode,
        @Nullable Long version,
        ItemState state,

        @Schema(description = "In a word: what was done, why it was skipped, or the class of the error") @Nullable
        String result,

        @Schema(description = "The same for people") @Nullable
        String detail,

        @Schema(description = "Whom it was about, where that is known") @Nullable
        String tenantId,

        @Schema(description = "What kind of mapping it waits for") @Nullable
        String parkedType,

        @Schema(description = "The code that is mapped to nothing") @Nullable
        String parkedCode,

        @Schema(description = "How many times it was tried") int attempts,

        @Schema(description = "When it is tried next, at the earliest") @Nullable
        Instant nextAttemptAt,

        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant editedAt,

        @Schema(description = "Why an operator gave it up for good") @Nullable
        String discardedReason,

        @Schema(description = "As it is tried; where one is asked for alone", type = SchemaType.OBJECT)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonRawValue
        @Nullable
        String data) {

    static OperatorJobItemRepresentation of(JobItem item) {
        return of(item, null);
    }

    static OperatorJobItemRepresentation whole(JobItem item) {
        return of(item, item.data());
    }

    /** Where it stands in its job. */
    String place() {
        return Integer.toString(position);
    }

    private static OperatorJobItemRepresentation of(JobItem item, @Nullable String data) {
        return new OperatorJobItemRepresentation(
                item.id(),
                item.position(),
                item.externalCode(),
                item.version(),
                item.state(),
                item.result(),
                item.detail(),
                item.tenantId(),
                item.parkedType(),
                item.parkedCode(),
                item.attempts(),
                item.nextAttemptAt(),
                item.createdAt(),
                item.updatedAt(),
                item.finishedAt(),
                item.editedAt(),
                item.discardedReason(),
                data);
    }

    /** A page of items. For the OpenAPI document, which does not read generics. */
    @Schema(name = "OperatorSyncJobItemPage")
    record Page(
            List<OperatorJobItemRepresentation> items,

            @Schema(description = "Null on the last page") @Nullable
            String nextCursor) {}
}
