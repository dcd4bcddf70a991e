package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.entitlements.SubscriptionStatus;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a billing system or a person sets. */
@Schema(name = "SubscriptionUpdate", requiredProperties = "tier")
record SubscriptionUpdateRepresentation(
        @Schema(examples = "pro") @Nullable String tier,

        @Schema(defaultValue = "active") @Nullable SubscriptionStatus status,

        @Schema(description = "Without it the running period stays, or one begins") @Nullable
        Instant currentPeriodEnd,

        @Schema(description = "Until when it gives access while past due; without it the plan's days count") @Nullable
        Instant graceUntil,

        @Schema(description = "Without it, as it was") @Nullable
        Boolean cancelAtPeriodEnd) {}
