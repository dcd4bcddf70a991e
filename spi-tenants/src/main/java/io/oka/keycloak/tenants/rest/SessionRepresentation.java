package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.tenants.TenantSession;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A session of a person with a service in a tenant. */
@Schema(name = "Session")
record SessionRepresentation(
        String id,
        String userId,

        @Schema(description = "The client's id, as tokens name it in azp")
        String service,

        @Schema(
                description = "Browser and system, as the login's browser named itself",
                examples = "Firefox/128.0, Linux")
        @Nullable
        String deviceInfo,

        @Nullable String ipAddress,
        Instant startedAt,
        Instant lastAccessAt,

        @Schema(description = "When it ends if it is not used before")
        Instant expiresAt) {

    static SessionRepresentation of(TenantSession session) {
        return new SessionRepresentation(
                session.id(),
                session.userId(),
                session.service(),
                session.deviceInfo(),
                session.ipAddress(),
                session.startedAt(),
                session.lastAccessAt(),
                session.expiresAt());
    }
}
