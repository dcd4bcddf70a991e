package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.AgentHealth;
import io.oka.keycloak.sync.AgentWork;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an agent is told with its heartbeat. */
@Schema(name = "HeartbeatAnswer")
record HeartbeatAnswerRepresentation(
        String agentId,
        String agentSystem,
        CapabilitiesRepresentation capabilities,

        @Schema(description = "The server's clock: requests are refused that are more than 300 seconds off")
        Instant serverTime,

        @Schema(description = "How often it is to send one") long heartbeatSeconds,

        @Schema(
                description = "Whether items are applied at all at the moment",
                enumeration = {"closed", "open", "half_open"})
        String breaker,

        @Schema(description = "Null unless the secret before does as well") @Nullable
        SecretOverlap secretRotation,

        Config config,
        Work work) {

    /** An agent has two secrets for a while. */
    @Schema(name = "AgentSecretOverlap")
    record SecretOverlap(
            @Schema(description = "Until when the secret before does as well")
            Instant previousSecretUntil,

            @Schema(description = "Whether this request was signed with it: there is a newer one to be taken")
            boolean signedWithPrevious) {}

    /** What the agent is to keep to. */
    @Schema(name = "AgentConfig")
    record Config(int maxItemsPerJob, int requestsPerMinute, int signatureWindowSeconds) {}

    /** What there is for the agent to do. */
    @Schema(name = "AgentWork")
    record Work(
            @Schema(description = "Comparisons that wait for pages of a snapshot")
            List<Reconciliation> reconciliations,

            @Schema(description = "How many items of its system are to be applied; counted to 1000")
            long queuedItems,

            @Schema(description = "How many wait for a mapping, likewise")
            long parkedItems,

            @Schema(description = "How many were given up, likewise")
            long deadLetters) {}

    /** A comparison that waits for pages. */
    @Schema(name = "WantedReconciliation")
    record Reconciliation(
            String id,

            @Schema(enumeration = {"waiting", "comparing"}) String state,

            List<String> entities,

            @Schema(type = SchemaType.OBJECT, description = "Of each entity, the fields that are compared") @Nullable
            JsonNode fields) {}

    static HeartbeatAnswerRepresentation of(
            Agent agent, AgentWork work, @Nullable SecretOverlap overlap, Config config, Instant now) {
        return new HeartbeatAnswerRepresentation(
                agent.id(),
                agent.system(),
                CapabilitiesRepresentation.of(agent.capabilities()),
                now,
                AgentHealth.HEARTBEAT.toSeconds(),
                work.breaker(),
                overlap,
                config,
                new Work(
                        work.reconciliations().stream()
                                .map(one -> new Reconciliation(one.id(), one.state(), one.entities(), one.fields()))
                                .toList(),
                        work.queuedItems(),
                        work.parkedItems(),
                        work.deadLetters()));
    }
}
