package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.AgentHealth;
import io.oka.keycloak.sync.AgentReport;
import io.oka.keycloak.sync.EnrolledAgent;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An agent as it is given. */
@Schema(name = "Agent")
record AgentRepresentation(
        String id,
        String agentSystem,
        String name,

        @Schema(description = "Of its software, as it says itself")
        String version,

        CapabilitiesRepresentation capabilities,

        @Schema(
                description = "degraded after 90 seconds without a request, offline after five minutes; one that is"
                        + " revoked is offline")
        AgentHealth health,

        Instant lastSeenAt,

        @Schema(description = "What it said of itself with its last heartbeat") @Nullable
        Report report,

        @Schema(description = "Until when it may sign with the secret before as well") @Nullable
        Instant previousSecretUntil,

        @Nullable Instant revokedAt,
        @Nullable String revokedReason,
        Instant createdAt,
        Instant updatedAt) {

    /** What an agent said of itself. */
    @Schema(name = "AgentReport")
    record Report(
            Instant at,

            @Schema(description = "How much waits on its side") @Nullable
            Long queueDepth,

            @Schema(description = "For how long the oldest of that has waited") @Nullable
            Long oldestItemAgeSeconds,

            @Schema(description = "What went wrong there last") @Nullable
            String lastError) {

        static @Nullable Report of(@Nullable AgentReport report) {
            return report == null
                    ? null
                    : new Report(report.at(), report.queueDepth(), report.oldestItemAgeSeconds(), report.lastError());
        }
    }

    static AgentRepresentation of(EnrolledAgent enrolled, Instant now) {
        return new AgentRepresentation(
                enrolled.id(),
                enrolled.agent().system(),
                enrolled.agent().name(),
                enrolled.softwareVersion(),
                CapabilitiesRepresentation.of(enrolled.agent().capabilities()),
                enrolled.health(now),
                enrolled.lastSeenAt(),
                Report.of(enrolled.report()),
                enrolled.previousSecretUntil(),
                enrolled.revokedAt(),
                enrolled.revokedReason(),
                enrolled.createdAt(),
                enrolled.updatedAt());
    }
}
