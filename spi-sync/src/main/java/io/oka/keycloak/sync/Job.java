package io.oka.keycloak.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was sent in one request.
 *
 * @param agentId who sent it; null for what an operator began
 * @param createdBy the operator who began it; null for what an agent sent
 * @param system the agent's, which all agents of the system may look at
 * @param correlationId the id of the request
 * @param startedAt when the first of its items was taken up
 * @param finishedAt when nothing was left to be tried; null again if some of it is tried anew
 * @param cancelledBy the operator who ended it
 */
public record Job(
        String id,
        String realmId,
        @Nullable String agentId,
        @Nullable String createdBy,
        String system,
        JobType type,
        JobState state,
        JobProgress progress,
        @Nullable String correlationId,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant cancelledAt,
        @Nullable String cancelledBy) {}
