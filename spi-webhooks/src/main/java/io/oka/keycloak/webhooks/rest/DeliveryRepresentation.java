package io.oka.keycloak.webhooks.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.webhooks.DeliveryCause;
import io.oka.keycloak.webhooks.DeliveryDetails;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.WebhookDelivery;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delivery as it is given; with what was sent and what came of it where one is asked for alone. */
@Schema(name = "Delivery")
record DeliveryRepresentation(
        String id,
        String endpointId,

        @Schema(description = "The endpoint's; null for one of the realm's own") @Nullable
        String tenantId,

        @Schema(description = "Goes out as `webhook-id`, the same for each delivery of the event")
        String eventId,

        @Schema(description = "Null once the event itself is no longer kept") @Nullable
        String eventType,

        @Schema(description = "What made it") DeliveryCause cause,

        DeliveryState status,

        @Schema(description = "How many times it was sent") int attemptCount,

        @Schema(description = "When it is sent next, at the earliest") @Nullable
        Instant nextAttemptAt,

        @Schema(description = "The status of the last answer") @Nullable
        Integer lastStatus,

        @Schema(description = "Why the last attempt came to no answer") @Nullable
        String lastError,

        Instant createdAt,
        @Nullable Instant finishedAt,

        @Schema(description = "Why an operator gave it up") @Nullable
        String discardedReason,

        @Schema(description = "The delivery that was made in the place of this one, which is dead") @Nullable
        String successorId,

        @Schema(description = "The text that is sent; where one is asked for alone")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String body,

        @Schema(description = "First things first; where one is asked for alone")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<AttemptRepresentation> attempts) {

    static DeliveryRepresentation of(WebhookDelivery delivery) {
        return of(delivery, null, null);
    }

    static DeliveryRepresentation of(DeliveryDetails details) {
        return of(
                details.delivery(),
                details.body(),
                details.attempts().stream().map(AttemptRepresentation::of).toList());
    }

    private static DeliveryRepresentation of(
            WebhookDelivery delivery, @Nullable String body, @Nullable List<AttemptRepresentation> attempts) {
        return new DeliveryRepresentation(
                delivery.id(),
                delivery.endpointId(),
                delivery.tenantId(),
                delivery.eventId(),
                delivery.eventType(),
                delivery.cause(),
                delivery.state(),
                delivery.attempts(),
                delivery.nextAttemptAt(),
                delivery.lastStatus(),
                delivery.lastError(),
                delivery.createdAt(),
                delivery.finishedAt(),
                delivery.discardedReason(),
                delivery.successorId(),
                body,
                attempts);
    }
}
