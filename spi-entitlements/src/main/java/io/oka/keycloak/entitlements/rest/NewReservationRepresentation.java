package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Units to be held. */
@Schema(name = "NewReservation")
record NewReservationRepresentation(
        @Schema(required = true, pattern = "^[A-Za-z0-9._-]{1,100}$", examples = "documents") @Nullable
        String service,

        @Schema(description = "For the record, once it is committed", maxLength = 100) @Nullable
        String action,

        @Schema(required = true, description = "Units", minimum = "1", maximum = "1000000000000", examples = "50")
        @Nullable
        Long quantity,

        @Schema(
                required = true,
                description = "After so many seconds they are free again by themselves",
                minimum = "1",
                maximum = "86400",
                examples = "300")
        @Nullable
        Long ttlSeconds,

        @Schema(
                required = true,
                description = "Tells a repetition from another use of the tenant, for 35 days",
                maxLength = 255)
        @Nullable
        String idempotencyKey,

        @Schema(description = "The tenant's API key that they are to be used with; a key's own where a key calls")
        @Nullable
        String apiKeyId,

        @Schema(description = "The person who is to use them") @Nullable
        String userId) {}
