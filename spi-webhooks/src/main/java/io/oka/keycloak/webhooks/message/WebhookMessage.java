package io.oka.keycloak.webhooks.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.webhooks.WebhookFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as receivers are told it. Its text is made once and kept: a signature is over bytes.
 *
 * @param id the change's, and the {@code webhook-id} of every message about it
 * @param realm the name of the realm that it happened in
 * @param tenantId the tenant that it happened to; null if none
 * @param sequence rises by one with each event of the tenant, or of the realm where there is no tenant
 * @param correlationId of the request that it follows from
 */
public record WebhookMessage(
        String id,
        String realm,
        String type,
        Instant occurredAt,
        JsonNode data,
        @Nullable String tenantId,
        long sequence,
        @Nullable String correlationId) {

    /** The media type of a text in this format. */
    public static String mediaType(WebhookFormat format) {
        return switch (format) {
            case STANDARD -> "application/json";
            case CLOUDEVENTS -> "application/cloudevents+json; charset=UTF-8";
        };
    }

    public String text(WebhookFormat format) {
        return Json.writeText(
                switch (format) {
                    case STANDARD -> standard();
                    case CLOUDEVENTS -> cloudEvent();
                });
    }

    private ObjectNode standard() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("id", id);
        body.put("type", type);
        body.put("timestamp", time());
        body.set("data", data);
        body.put("tenantId", tenantId);
        body.put("sequence", sequence);
        body.put("correlationId", correlationId);
        return body;
    }

    /** CloudEvents 1.0.2, structured. Extensions have names of lower-case letters, and none is null. */
    private ObjectNode cloudEvent() {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", "/realms/" + realm.replace(" ", "%20"));
        event.put("type", type);
        event.put("time", time());
        event.put("datacontenttype", "application/json");
        if (tenantId != null) {
            event.put("tenantid", tenantId);
        }
        // A text that sorts as the number does, as the extension of that name asks for.
        event.put("sequence", String.format(Locale.ROOT, "%019d", sequence));
        if (correlationId != null) {
            event.put("correlationid", correlationId);
        }
        event.set("data", data);
        return event;
    }

    private String time() {
        return occurredAt.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
