package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.Enrolment;
import io.oka.keycloak.sync.IssuedEnrolment;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An enrolment token as it is given. */
@Schema(name = "EnrolmentToken")
record EnrolmentTokenRepresentation(
        String id,

        @Schema(description = "By which the agent enrols: in the answer that made it, and null ever after") @Nullable
        String token,

        String agentSystem,
        @Nullable String description,

        @Schema(description = "Those of the agent that enrols by it")
        CapabilitiesRepresentation capabilities,

        Enrolment.Status status,
        Instant createdAt,

        @Schema(description = "The operator's user id") String createdBy,

        Instant expiresAt,
        @Nullable Instant usedAt,

        @Schema(description = "The agent that enrolled by it") @Nullable
        String agentId,

        @Nullable Instant revokedAt) {

    static EnrolmentTokenRepresentation of(Enrolment enrolment, Instant now) {
        return of(enrolment, null, now);
    }

    /** For whoever has just made it, and for nobody else. */
    static EnrolmentTokenRepresentation of(IssuedEnrolment issued, Instant now) {
        return of(issued.enrolment(), issued.token().reveal(), now);
    }

    private static EnrolmentTokenRepresentation of(Enrolment enrolment, @Nullable String token, Instant now) {
        return new EnrolmentTokenRepresentation(
                enrolment.id(),
                token,
                enrolment.system(),
                enrolment.description(),
                CapabilitiesRepresentation.of(enrolment.capabilities()),
                enrolment.status(now),
                enrolment.createdAt(),
                enrolment.createdBy(),
                enrolment.expiresAt(),
                enrolment.usedAt(),
                enrolment.agentId(),
                enrolment.revokedAt());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "EnrolmentTokenRepresentation[" + id + "]";
    }
}
