package io.oka.keycloak.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.JobType;

/**
 * An item that a worker has on lease.
 *
 * @param system the agent's
 * @param capabilities of the agent as they are now, not as they were when it sent the item
 * @param data as it was sent, or as an operator edited it
 * @param correlationId the id of the agent's request
 */
public record ItemToApply(
        String itemId,
        String jobId,
        String agentId,
        String system,
        JobType type,
        Capabilities capabilities,
        String externalCode,
        long version,
        JsonNode data,
        String correlationId) {}
