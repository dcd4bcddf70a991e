package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobItem;
import io.oka.keycloak.sync.JobProgress;
import io.oka.keycloak.sync.JobState;
import io.oka.keycloak.sync.JobType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job as agents of its system see it; with a page of its items where one is asked for alone. */
@Schema(name = "SyncJob")
record AgentJobRepresentation(
        String id,

        @Schema(description = "The agent that sent it; null for what an operator began") @Nullable
        String agentId,

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

        @Schema(description = "In the order in which they were sent; where one job is asked for alone")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<Item> items,

        @Schema(description = "Of the items; absent on their last page")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String nextCursor) {

    /** What became of one item. */
    @Schema(name = "SyncJobItem")
    record Item(
            @Schema(description = "In its job, from 0") int position,

            @Nullable String externalCode,
            @Nullable Long version,
            ItemState state,

            @Schema(description = "In a word: what was done, why it was skipped, or the class of the error") @Nullable
            String result,

            @Schema(description = "The same for people") @Nullable
            String detail,

            @Schema(description = "How many times it was tried")
            int attempts,

            @Schema(description = "When it is tried next, at the earliest") @Nullable
            Instant nextAttemptAt,

            Instant updatedAt) {

        static Item of(JobItem item) {
            return new Item(
                    item.position(),
                    item.externalCode(),
                    item.version(),
                    item.state(),
                    item.result(),
                    item.detail(),
                    item.attempts(),
                    item.nextAttemptAt(),
                    item.updatedAt());
        }

        String place() {
            return Integer.toString(position);
        }
    }

    static AgentJobRepresentation of(Job job) {
        return of(job, null, null);
    }

    /** With items. */
    static AgentJobRepresentation of(Job job, @Nullable List<Item> items, @Nullable String nextCursor) {
        return new AgentJobRepresentation(
                job.id(),
                job.agentId(),
                job.type(),
                job.state(),
                job.progress(),
                job.correlationId(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                items,
                nextCursor);
    }

    /** A page of jobs. For the OpenAPI document, which does not read generics. */
    @Schema(name = "SyncJobPage")
    record Page(
            List<AgentJobRepresentation> items,

            @Schema(description = "Null on the last page") @Nullable
            String nextCursor) {}
}
