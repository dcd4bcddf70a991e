package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One of the values that a flag may have while it is on. */
@Schema(name = "Variant")
record FlagVariantRepresentation(
        @Schema(pattern = "^[A-Za-z0-9._-]{1,100}$", examples = "blue") @Nullable
        String name,

        @Schema(description = "Its share, of the sum of all weights", minimum = "0", examples = "50") @Nullable
        Integer weight,

        @Schema(
                description = "A value of the flag's type",
                oneOf = {Boolean.class, String.class, Double.class, Object.class})
        @Nullable
        JsonNode value) {}
