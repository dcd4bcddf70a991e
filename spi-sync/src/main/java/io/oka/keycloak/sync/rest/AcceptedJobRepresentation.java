package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an agent is told of a job that was taken in. */
@Schema(name = "AcceptedSyncJob")
record AcceptedJobRepresentation(
        String jobId,
        JobState state,

        @Schema(description = "How many items it has") int items,

        @Schema(description = "How many of them are malformed, and will not be tried")
        int malformed) {

    static AcceptedJobRepresentation of(Job job) {
        return new AcceptedJobRepresentation(
                job.id(), job.state(), job.progress().items(), job.progress().dead());
    }
}
