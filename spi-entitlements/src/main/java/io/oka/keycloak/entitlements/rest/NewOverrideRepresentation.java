package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.entitlements.OverrideType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An override that is to be made. */
@Schema(
        name = "NewOverride",
        requiredProperties = {"tenantId", "type", "value", "reason"})
record NewOverrideRepresentation(
        @Schema(format = "uuid") @Nullable String tenantId,
        @Nullable OverrideType type,

        @Schema(
                description = "Units for a quota_boost, a tier for a tier_upgrade, a feature for a feature_grant",
                oneOf = {Long.class, String.class})
        @Nullable
        JsonNode value,

        @Schema(description = "Whose limit a quota_boost lifts; without it the tenant's") @Nullable
        String service,

        @Schema(description = "Why, for whoever asks later", examples = "Promised by sales until the new contract")
        @Nullable
        String reason,

        @Schema(description = "When it ends by itself; without it never") @Nullable
        Instant expiresAt) {}
