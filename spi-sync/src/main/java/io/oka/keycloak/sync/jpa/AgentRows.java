package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.AgentReport;
import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.EnrolledAgent;
import io.oka.keycloak.sync.Enrolment;
import java.time.Instant;
import java.util.Objects;

/** Reads the rows of agents and of the tokens by which they enrol. */
final class AgentRows {

    private AgentRows() {}

    static Agent agent(SyncAgentEntity row) {
        return new Agent(row.id, row.realmId, row.agentSystem, row.name, json(row.capabilities, Capabilities.class));
    }

    static EnrolledAgent read(SyncAgentEntity row, Instant now) {
        boolean overlaps = row.previousUntil != null && row.previousUntil.isAfter(now);
        return new EnrolledAgent(
                agent(row),
                row.softwareVersion,
                row.createdAt,
                row.updatedAt,
                row.version,
                Objects.requireNonNullElse(row.lastSeenAt, row.createdAt),
                row.report == null ? null : json(row.report, AgentReport.class),
                overlaps ? row.previousUntil : null,
                row.revokedAt,
                row.revokedReason);
    }

    static Enrolment read(SyncEnrolmentEntity row) {
        return new Enrolment(
                row.id,
                row.agentSystem,
                row.description,
                json(row.capabilities, Capabilities.class),
                row.createdAt,
                row.createdBy,
                row.expiresAt,
                row.usedAt,
                row.agentId,
                row.revokedAt);
    }

    private static <T> T json(String text, Class<T> type) {
        try {
            return Json.MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of sync is damaged: it holds no " + type.getSimpleName(), e);
        }
    }
}
