package io.oka.keycloak.entitlements.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Units that are held. */
@Schema(name = "Reservation")
record ReservationRepresentation(
        @Schema(format = "uuid") String id,
        String service,
        long quantity,

        @Schema(description = "Until then it can be committed; after that the units are free again")
        Instant expiresAt,

        @Schema(description = "Whether an earlier request with its key made it; the quota is that request's then")
        boolean duplicate,

        QuotaRepresentation quota) {}
