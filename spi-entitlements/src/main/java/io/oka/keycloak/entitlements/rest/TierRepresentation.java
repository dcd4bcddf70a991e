package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The plan to move to. */
@Schema(name = "PlanChange", requiredProperties = "tier")
record TierRepresentation(
        @Schema(examples = "pro") @Nullable String tier) {}
