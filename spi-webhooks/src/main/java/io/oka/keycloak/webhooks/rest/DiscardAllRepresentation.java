package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.webhooks.DeadLetters;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which dead letters are given up for good, and why. */
@Schema(name = "DiscardAll", requiredProperties = "reason")
record DiscardAllRepresentation(
        @Schema(description = "Told to whom looks at them later", maxLength = 1000) @Nullable
        String reason,

        @Schema(description = "The event's type") @Nullable String type,

        @Schema(description = "The endpoint's tenant") @Nullable
        String tenantId,

        @Schema(description = "The endpoint") @Nullable String endpointId,

        @Schema(description = "Given up from this time on") @Nullable
        Instant from,

        @Schema(description = "Given up before this time") @Nullable
        Instant to) {

    DeadLetters.Filter filter() {
        return new DeadLetters.Filter(type, tenantId, endpointId, from, to);
    }
}
