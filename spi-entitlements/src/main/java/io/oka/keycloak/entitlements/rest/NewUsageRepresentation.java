package io.oka.keycloak.entitlements.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A use to be recorded. */
@Schema(name = "NewUsage")
record NewUsageRepresentation(
        @Schema(required = true, pattern = "^[A-Za-z0-9._-]{1,100}$", examples = "documents") @Nullable
        String service,

        @Schema(required = true, maxLength = 100, examples = "convert") @Nullable
        String action,

        @Schema(required = true, description = "Units", minimum = "1", maximum = "1000000000000", examples = "3")
        @Nullable
        Long quantity,

        @Schema(
                required = true,
                description = "Tells a repetition from another use of the tenant, for 35 days",
                maxLength = 255)
        @Nullable
        String idempotencyKey,

        @Schema(description = "The tenant's API key that it was used with; a key's own where a key calls") @Nullable
        String apiKeyId,

        @Schema(description = "The person who used it") @Nullable
        String userId,

        @Schema(
                description =
                        "Whether the limits may refuse it. Without, what has happened is recorded whatever they say",
                defaultValue = "false")
        @Nullable
        Boolean enforce) {}
