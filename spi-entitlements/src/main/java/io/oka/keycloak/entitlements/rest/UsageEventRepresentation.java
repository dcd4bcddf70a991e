package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.entitlements.quota.UsageProvider;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One use. */
@Schema(name = "UsageEvent")
record UsageEventRepresentation(
        @Schema(format = "uuid") String id,

        @Schema(description = "When it counts; of what was reserved before, when it was reserved")
        Instant at,

        @Nullable String service,
        @Nullable String action,
        long quantity,
        @Nullable String apiKeyId,
        @Nullable String userId,
        @Nullable String reservationId,
        @Nullable String idempotencyKey,

        @Schema(description = "The X-Request-ID of the request that recorded it")
        String correlationId) {

    static UsageEventRepresentation of(UsageProvider.Used used) {
        return new UsageEventRepresentation(
                used.id(),
                used.at(),
                used.service(),
                used.action(),
                used.quantity(),
                used.apiKeyId(),
                used.userId(),
                used.reservationId(),
                used.idempotencyKey(),
                used.correlationId());
    }
}
