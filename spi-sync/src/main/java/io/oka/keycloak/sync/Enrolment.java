package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A token by which one agent enrols, once; without the token.
 *
 * @param capabilities of the agent
 * @param createdBy the operator's user id
 * @param agentId who used it
 */
public record Enrolment(
        String id,
        String system,
        @Nullable String description,
        Capabilities capabilities,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable String agentId,
        @Nullable Instant revokedAt) {

    public Status status(Instant now) {
        if (usedAt != null) {
            return Status.USED;
        }
        if (revokedAt != null) {
            return Status.REVOKED;
        }
        return expiresAt.isAfter(now) ? Status.OPEN : Status.EXPIRED;
    }

    /** Whether an agent can still enrol by it. */
    public enum Status {
        OPEN,
        USED,
        REVOKED,
        EXPIRED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
