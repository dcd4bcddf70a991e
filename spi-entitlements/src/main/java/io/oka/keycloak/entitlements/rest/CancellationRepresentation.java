package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When a subscription is to end. */
@Schema(name = "Cancellation")
record CancellationRepresentation(
        @Schema(description = "When its period ends, and not now", defaultValue = "true") @Nullable
        Boolean atPeriodEnd) {}
