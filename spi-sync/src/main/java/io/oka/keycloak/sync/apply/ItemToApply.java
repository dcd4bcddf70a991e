package io.oka.keycloak.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.JobType;

/**
 * An item that a worker has on lease.
 *
 * @param agentId empty for what an operator or the system itself began: see {@link #isOwn}
 * @param system the agent's
 * @param capabilities of the agent as they are now, not as they were when it sent the item
 * @param externalCode of a page of a snapshot always {@code snapshot}: its pages are applied one after the other
 * @param version of a page of a snapshot the number of the page
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
        String correlationId) {

    /**
     * Whether no agent sent it: its job has no agent, and it sets right what a comparison found. Then it may do all
     * ({@link Capabilities#UNBOUNDED}), and the version that was applied last is applied again, whatever its data were.
     */
    public boolean isOwn() {
        return agentId.isEmpty();
    }
}
