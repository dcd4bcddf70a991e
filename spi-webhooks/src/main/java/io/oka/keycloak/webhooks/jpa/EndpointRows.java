package io.oka.keycloak.webhooks.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.webhooks.DisabledReason;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.WebhookHealth;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads rows into values. */
final class EndpointRows {

    private EndpointRows() {}

    static WebhookEndpoint read(WebhookEndpointEntity row, Instant now) {
        return new WebhookEndpoint(
                row.id,
                row.tenantId,
                row.url,
                names(row, row.events),
                row.description,
                row.active,
                names(row, row.headerNames),
                Objects.requireNonNull(WebhookFormat.find(row.format)),
                row.ordered,
                row.ratePerSecond,
                row.previousSecret == null ? null : future(row.previousUntil, now),
                new WebhookHealth(
                        row.disabledAt,
                        DisabledReason.find(row.disabledReason),
                        row.pausedAt,
                        row.failingSince,
                        row.consecutiveFailures,
                        future(row.openUntil, now),
                        row.lastSuccessAt),
                row.createdAt,
                row.updatedAt,
                row.version);
    }

    private static @Nullable Instant future(@Nullable Instant time, Instant now) {
        return time != null && time.isAfter(now) ? time : null;
    }

    private static List<String> names(WebhookEndpointEntity row, String json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Lists of webhook endpoint " + row.id + " are damaged", e);
        }
    }
}
