package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.SyncDeadLetters;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many dead letters there are, and of which classes. */
@Schema(name = "SyncDeadLetterSummary")
record SyncDeadLetterSummaryRepresentation(
        @Schema(description = "All of them") long total,

        @Schema(description = "The most first") List<ErrorClass> classes) {

    /** One class of errors. */
    @Schema(name = "SyncErrorClass")
    record ErrorClass(
            String errorClass,
            long count,

            @Schema(description = "When the oldest was given up")
            Instant oldestAt,

            @Schema(description = "When the newest was given up")
            Instant newestAt) {}

    static SyncDeadLetterSummaryRepresentation of(List<SyncDeadLetters.ErrorClass> classes) {
        return new SyncDeadLetterSummaryRepresentation(
                classes.stream().mapToLong(SyncDeadLetters.ErrorClass::count).sum(),
                classes.stream()
                        .map(it -> new ErrorClass(it.errorClass(), it.count(), it.oldestAt(), it.newestAt()))
                        .toList());
    }
}
