package io.oka.keycloak.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint.
 *
 * @param eventId goes out as {@code webhook-id}, the same for each delivery of the event
 * @param tenantId the endpoint's; null for an endpoint of the realm's own
 * @param eventType null once the event itself is swept
 * @param nextAttemptAt null unless it is waiting for that time
 * @param lastError why the last attempt came to no answer
 * @param discardedReason why an operator gave it up
 * @param successorId the delivery that was made in the place of this one, which is dead
 */
public record WebhookDelivery(
        String id,
        String endpointId,
        String eventId,
        @Nullable String tenantId,
        @Nullable String eventType,
        DeliveryCause cause,
        DeliveryState state,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String discardedReason,
        @Nullable String successorId) {}
