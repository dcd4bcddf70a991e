package io.oka.keycloak.webhooks.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is sent to have missed events sent again. */
@Schema(name = "Recovery", requiredProperties = "since")
record RecoveryRepresentation(
        @Schema(description = "From this time on, at most as long ago as events are kept") @Nullable
        Instant since,

        @Schema(description = "Before this time; without it, until now") @Nullable
        Instant until) {}
