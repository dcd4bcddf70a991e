package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.webhooks.WebhookFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is sent to make an endpoint. */
@Schema(
        name = "NewWebhook",
        requiredProperties = {"url", "events"})
record NewWebhookRepresentation(
        @Schema(
                description = "Where messages are posted to: https, or http where the operator allows it; on the public"
                        + " internet, unless the operator names it",
                maxLength = 2048,
                examples = "https://example.com/hooks/oka")
        @Nullable
        String url,

        @Schema(
                description = "Types from the catalogue, prefix.* for all that begin so, * for all",
                minItems = 1,
                maxItems = 50,
                examples = "[\"subscription.*\", \"tenant.deleted\"]")
        @Nullable
        List<String> events,

        @Schema(maxLength = 1000) @Nullable String description,

        @Schema(description = "Whether it is told anything", defaultValue = "true") @Nullable
        Boolean active,

        @Schema(
                description =
                        "Sent along with each message; the values are never shown again. Not Host, nor those of the"
                                + " connection, nor webhook-*",
                examples = "{\"Authorization\": \"Bearer …\"}")
        @Nullable
        Map<String, String> headers,

        @Schema(defaultValue = "standard") @Nullable WebhookFormat format,

        @Schema(
                description = "Whether a message waits until the one before it is through. One that fails holds up all"
                        + " that follow",
                defaultValue = "false")
        @Nullable
        Boolean ordered,

        @Schema(
                description = "How many messages it takes in a second; without it as many as come",
                minimum = "1",
                maximum = "1000")
        @Nullable
        Integer ratePerSecond,

        @Schema(
                description = "What messages are signed with: 24 to 64 bytes in Base64, with or without whsec_ before"
                        + " them. Without it one is made",
                examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        @Nullable
        String secret) {

    /** Without what is secret. */
    @Override
    public String toString() {
        return "NewWebhookRepresentation[url=" + url + ", events=" + events + "]";
    }
}
