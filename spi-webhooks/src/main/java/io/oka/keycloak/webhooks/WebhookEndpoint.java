package io.oka.keycloak.webhooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that is told what changed. Without its secrets: those are for the sender alone.
 *
 * @param tenantId null for an endpoint of the realm's own
 * @param headerNames of what is sent along with each message; the values are secret
 * @param previousSecretUntil until when the secret before this one signs as well; null if none does
 * @param version rises with each change to what people write, not with its health
 */
public record WebhookEndpoint(
        String id,
        @Nullable String tenantId,
        String url,
        List<String> events,
        @Nullable String description,
        boolean active,
        List<String> headerNames,
        WebhookFormat format,
        boolean ordered,
        @Nullable Integer ratePerSecond,
        @Nullable Instant previousSecretUntil,
        WebhookHealth health,
        Instant createdAt,
        Instant updatedAt,
        long version) {}
