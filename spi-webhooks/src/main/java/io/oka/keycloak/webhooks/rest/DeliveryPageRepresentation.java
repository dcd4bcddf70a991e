package io.oka.keycloak.webhooks.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of deliveries. For the OpenAPI document, which does not read generics. */
@Schema(name = "DeliveryPage")
record DeliveryPageRepresentation(
        List<DeliveryRepresentation> items,

        @Schema(description = "Null on the last page") @Nullable
        String nextCursor) {}
