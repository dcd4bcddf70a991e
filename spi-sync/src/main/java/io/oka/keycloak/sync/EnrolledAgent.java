package io.oka.keycloak.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent and all that is known of it, but for its secrets.
 *
 * @param softwareVersion as it says itself
 * @param version counts the changes that people make
 * @param report null before its first heartbeat
 * @param previousSecretUntil until when it may sign with the secret before as well; null if it may not
 * @param revokedAt since when it is known here no more; null if it is
 */
public record EnrolledAgent(
        Agent agent,
        String softwareVersion,
        Instant createdAt,
        Instant updatedAt,
        long version,
        Instant lastSeenAt,
        @Nullable AgentReport report,
        @Nullable Instant previousSecretUntil,
        @Nullable Instant revokedAt,
        @Nullable String revokedReason) {

    public String id() {
        return agent.id();
    }

    /** One that is revoked is not waited for: it is offline. */
    public AgentHealth health(Instant now) {
        return revokedAt == null ? AgentHealth.of(lastSeenAt, now) : AgentHealth.OFFLINE;
    }
}
