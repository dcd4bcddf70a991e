package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.webhooks.WebhookFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be changed of an endpoint. For the OpenAPI document: what is absent and what is null differ. */
@Schema(name = "WebhookPatch")
record WebhookPatchRepresentation(
        @Schema(maxLength = 2048) @Nullable String url,

        @Schema(minItems = 1, maxItems = 50) @Nullable List<String> events,

        @Schema(maxLength = 1000) @Nullable String description,

        @Nullable Boolean active,

        @Schema(description = "All of them anew; null for none") @Nullable
        Map<String, String> headers,

        @Nullable WebhookFormat format,

        @Nullable Boolean ordered,

        @Schema(description = "null for as many as come", minimum = "1", maximum = "1000") @Nullable
        Integer ratePerSecond) {}
