package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.OverrideType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An override as operators read it. */
@Schema(name = "Override")
record OverrideRepresentation(
        @Schema(format = "uuid") String id,
        @Schema(format = "uuid") String tenantId,
        OverrideType type,

        @Schema(
                description = "Units for a quota_boost, a tier for a tier_upgrade, a feature for a feature_grant",
                oneOf = {Long.class, String.class})
        JsonNode value,

        @Schema(description = "Whose limit a quota_boost lifts; null for the tenant's") @Nullable
        String service,

        @Nullable String reason,
        @Schema(description = "The user id of the operator") String grantedBy,

        Instant createdAt,

        @Schema(description = "When it ends by itself; null for never") @Nullable
        Instant expiresAt,

        @Schema(description = "Whether it holds now") boolean active) {

    static OverrideRepresentation of(EntitlementOverride override, Instant now) {
        return new OverrideRepresentation(
                override.id(),
                override.tenantId(),
                override.type(),
                override.type() == OverrideType.QUOTA_BOOST
                        ? LongNode.valueOf(Long.parseLong(override.value()))
                        : TextNode.valueOf(override.value()),
                override.service(),
                override.reason(),
                override.grantedBy(),
                override.createdAt(),
                endOf(override),
                override.isActive(now));
    }

    private static @Nullable Instant endOf(EntitlementOverride override) {
        return override.endedAt() != null ? override.endedAt() : override.expiresAt();
    }
}
