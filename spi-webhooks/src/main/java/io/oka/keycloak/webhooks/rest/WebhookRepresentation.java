package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.webhooks.DisabledReason;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.WebhookHealth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint as it is given. */
@Schema(name = "Webhook")
record WebhookRepresentation(
        String id,
        String url,
        List<String> events,
        @Nullable String description,

        @Schema(description = "Whether it is told anything") boolean active,

        @Schema(description = "Sent along with each message; the values are masked")
        Map<String, String> headers,

        WebhookFormat format,

        @Schema(description = "Whether a message waits until the one before it is through")
        boolean ordered,

        @Schema(description = "How many messages it takes in a second; null for as many as come") @Nullable
        Integer ratePerSecond,

        @Schema(description = "What messages are signed with: whole where it was just made or taken, else masked")
        String secret,

        @Schema(description = "Until when messages are signed with the secret before this one as well") @Nullable
        Instant previousSecretUntil,

        @Schema(description = "When the server itself ended deliveries") @Nullable
        Instant disabledAt,

        @Schema(description = "Why") @Nullable DisabledReason disabledReason,

        @Schema(description = "When an operator stopped deliveries for a while") @Nullable
        Instant pausedAt,

        @Schema(description = "Since when there is nothing but failure") @Nullable
        Instant failingSince,

        @Schema(description = "How many attempts have failed since")
        int consecutiveFailures,

        @Schema(description = "When an attempt was good last") @Nullable
        Instant lastSuccessAt,

        Instant createdAt,
        Instant updatedAt) {

    static final String MASK = "********";
    private static final String MASKED_SECRET = "whsec_" + MASK;

    static WebhookRepresentation of(WebhookEndpoint endpoint) {
        return of(endpoint, MASKED_SECRET);
    }

    /** For whoever has just made it or taken another secret, and for nobody else. */
    static WebhookRepresentation of(WebhookEndpoint endpoint, SigningSecret secret) {
        return of(endpoint, secret.reveal());
    }

    private static WebhookRepresentation of(WebhookEndpoint endpoint, String secret) {
        Map<String, String> headers = new TreeMap<>();
        endpoint.headerNames().forEach(name -> headers.put(name, MASK));
        WebhookHealth health = endpoint.health();
        return new WebhookRepresentation(
                endpoint.id(),
                endpoint.url(),
                endpoint.events(),
                endpoint.description(),
                endpoint.active(),
                headers,
                endpoint.format(),
                endpoint.ordered(),
                endpoint.ratePerSecond(),
                secret,
                endpoint.previousSecretUntil(),
                health.disabledAt(),
                health.disabledReason(),
                health.pausedAt(),
                health.failingSince(),
                health.consecutiveFailures(),
                health.lastSuccessAt(),
                endpoint.createdAt(),
                endpoint.updatedAt());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "WebhookRepresentation[" + id + "]";
    }
}
