package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.webhooks.DeliveryBatch;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far one call came. */
@Schema(name = "DeliveryBatch")
record DeliveryBatchRepresentation(
        @Schema(description = "How many it dealt with") int deliveries,

        @Schema(description = "Whether there may be more: the same call again goes on")
        boolean more) {

    static DeliveryBatchRepresentation of(DeliveryBatch batch) {
        return new DeliveryBatchRepresentation(batch.deliveries(), batch.more());
    }
}
