package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a plan says of one service. */
@Schema(name = "ServiceInPlan")
record PlanServiceRepresentation(
        @Schema(description = "Whether tenants of the plan have it", defaultValue = "true") @Nullable
        Boolean enabled,

        @Schema(description = "Units a month of this service alone; null for no limit of its own", minimum = "0")
        @Nullable
        Long quotaLimit) {}
