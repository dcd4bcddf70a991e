package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobProgress;
import io.oka.keycloak.sync.JobState;
import io.oka.keycloak.sync.JobType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job as operators see it. */
@Schema(name = "OperatorSyncJob")
record OperatorJobRepresentation(
        String id,
        String agentSystem,

        @Schema(description = "The agent that sent it; null for what an operator began") @Nullable
        String agentId,

        @Schema(description = "The operator who began it; null for what an agent sent") @Nullable
        String createdBy,

        JobType type,
        JobState state,
        JobProgress progress,

        @Schema(
                description =
                        "The id of the request that brought it; changes and webhooks that follow from it have it too")
        @Nullable
        String correlationId,

        Instant createdAt,

        @Schema(description = "When the first of its items was taken up") @Nullable
        Instant startedAt,

        @Schema(description = "When nothing was left to be tried") @Nullable
        Instant finishedAt,

        @Nullable Instant cancelledAt,

        @Schema(description = "The operator who ended it") @Nullable
        String cancelledBy) {

    static OperatorJobRepresentation of(Job job) {
        return new OperatorJobRepresentation(
                job.id(),
                job.system(),
                job.agentId(),
                job.createdBy(),
                job.type(),
                job.state(),
                job.progress(),
                job.correlationId(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.cancelledAt(),
                job.cancelledBy());
    }

    /** A page of jobs. For the OpenAPI document, which does not read generics. */
    @Schema(name = "OperatorSyncJobPage")
    record Page(
            List<OperatorJobRepresentation> items,

            @Schema(description = "Null on the last page") @Nullable
            String nextCursor) {}
}
