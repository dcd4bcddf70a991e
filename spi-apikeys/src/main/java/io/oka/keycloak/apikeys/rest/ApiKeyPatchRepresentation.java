package io.oka.keycloak.apikeys.rest;

import io.oka.keycloak.apikeys.QuotaPeriod;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be changed of a key. For the OpenAPI document: what is absent and what is null differ. */
@Schema(name = "ApiKeyPatch")
record ApiKeyPatchRepresentation(
        @Schema(maxLength = 100) @Nullable String name,

        @Schema(description = "Those that it has, or that match one of the realm's keyScopes", maxItems = 50) @Nullable
        List<String> scopes,

        @Schema(description = "Units in each period, for the whole family; null for no limit", minimum = "0") @Nullable
        Long quotaLimit,

        @Nullable QuotaPeriod quotaPeriod) {}
