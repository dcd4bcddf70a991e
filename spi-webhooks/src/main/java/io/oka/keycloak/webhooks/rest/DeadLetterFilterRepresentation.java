package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.webhooks.DeadLetters;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which dead letters are meant: all, narrowed by what is said. */
@Schema(name = "DeadLetterFilter")
record DeadLetterFilterRepresentation(
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
