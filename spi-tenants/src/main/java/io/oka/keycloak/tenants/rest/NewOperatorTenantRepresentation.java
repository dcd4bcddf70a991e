package io.oka.keycloak.tenants.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an operator sends to make a tenant. */
@Schema(name = "NewOperatorTenant", requiredProperties = "name")
record NewOperatorTenantRepresentation(
        @Schema(pattern = "^[a-z0-9-]{2,63}$", examples = "acme") @Nullable
        String name,

        @Schema(maxLength = 255) @Nullable String displayName,
        @Nullable Map<String, List<String>> attributes,

        @Schema(description = "Units a month that override the plan's limit", minimum = "0") @Nullable
        Long quotaLimit,

        @Schema(description = "The first owner; this or ownerUsername, or neither") @Nullable
        String ownerId,

        @Nullable String ownerUsername) {}
