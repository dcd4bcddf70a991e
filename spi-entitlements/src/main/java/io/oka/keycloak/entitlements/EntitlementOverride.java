package io.oka.keycloak.entitlements;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that one tenant has beyond its plan, for a reason.
 *
 * @param value units, a tier or a feature, by its type
 * @param service whose limit a boost lifts; null for the tenant's
 * @param grantedBy the user id of the operator
 * @param expiresAt when it ends by itself; null for never
 * @param endedAt when it was ended by hand, or found to have ended
 */
public record EntitlementOverride(
        String id,
        String tenantId,
        OverrideType type,
        String value,
        @Nullable String service,
        @Nullable String reason,
        String grantedBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant endedAt) {

    /** From the moment it is made until, and not at, the instant when it ends. */
    public boolean isActive(Instant now) {
        return endedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
