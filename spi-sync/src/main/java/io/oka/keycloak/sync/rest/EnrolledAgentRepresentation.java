package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.IssuedAgent;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an agent is told when it has enrolled. */
@Schema(name = "EnrolledAgent")
record EnrolledAgentRepresentation(
        @Schema(description = "Goes into the header agent-id of each request")
        String agentId,

        @Schema(description = "With which it signs; no other answer holds it", examples = "whsec_…")
        String secret,

        String agentSystem,
        CapabilitiesRepresentation capabilities) {

    static EnrolledAgentRepresentation of(IssuedAgent issued) {
        Agent agent = issued.enrolled().agent();
        return new EnrolledAgentRepresentation(
                agent.id(),
                issued.secret().reveal(),
                agent.system(),
                CapabilitiesRepresentation.of(agent.capabilities()));
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "EnrolledAgentRepresentation[" + agentId + "]";
    }
}
