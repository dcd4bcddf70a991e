package io.oka.keycloak.tenants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person has open of one service in one tenant: a client session of Keycloak's, online, offline or both, whose
 * chosen tenant it is.
 *
 * @param id names the login, the client and the tenant together; nothing is stored under it
 * @param loginId id of Keycloak's user session
 * @param clientId internal id of the client
 * @param service what people and tokens call the client
 * @param deviceInfo what the login's browser said of itself, for a person to recognize
 */
public record TenantSession(
        String id,
        String userId,
        String loginId,
        String clientId,
        String service,
        @Nullable String deviceInfo,
        @Nullable String ipAddress,
        Instant startedAt,
        Instant lastAccessAt,
        Instant expiresAt) {

    /**
     * Which of a tenant's sessions are meant.
     *
     * @param userId only this user's; null for everybody's
     * @param service only this client's; null for all
     */
    public record Filter(@Nullable String userId, @Nullable String service) {}

    /**
     * The place that has room for one session where a realm's {@code sessionsPerService} is {@code one}.
     *
     * @param clientId internal id of the client
     */
    public record Slot(String userId, String tenantId, String clientId) {}
}
