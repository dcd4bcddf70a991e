package io.oka.keycloak.apikeys.rest;

import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.QuotaPeriod;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is sent to make a key. */
@Schema(
        name = "NewApiKey",
        requiredProperties = {"name", "scopes"})
record NewApiKeyRepresentation(
        @Schema(maxLength = 100, examples = "Nightly import") @Nullable
        String name,

        @Schema(
                description = "Each must match one of the realm's keyScopes",
                maxItems = 50,
                examples = "[\"documents:read\"]")
        @Nullable
        List<String> scopes,

        @Schema(
                description = "Whom tokens of the key may be for; each must match one of the realm's keyAudiences."
                        + " Without any, they are for tenant-api",
                maxItems = 20)
        @Nullable
        List<String> audiences,

        @Schema(description = "Units in each period, for the whole family", minimum = "0") @Nullable
        Long quotaLimit,

        @Schema(description = "Only with quotaLimit; month if it is absent") @Nullable
        QuotaPeriod quotaPeriod,

        @Schema(format = "date-time", description = "In the future, and within ten years") @Nullable
        String expiresAt,

        @Schema(
                description = "From where it may be used: IPv4 and IPv6 ranges; empty or absent for anywhere",
                maxItems = 20,
                examples = "[\"203.0.113.0/24\"]")
        @Nullable
        List<String> allowedCidrs,

        @Schema(defaultValue = "live") @Nullable ApiKeyEnvironment environment) {}
