package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.entitlements.flag.FlagEvaluation;
import io.oka.keycloak.entitlements.flag.FlagReason;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a flag is for a tenant. */
@Schema(name = "Feature")
record FeatureRepresentation(
        @Schema(examples = "new-dashboard") String key,
        boolean enabled,

        @Schema(description = "Null while it is off, and for a flag without variants") @Nullable
        String variant,

        @Schema(
                description = "Its value, of the flag's type",
                oneOf = {Boolean.class, String.class, Double.class, Object.class})
        JsonNode value,

        FlagReason reason) {

    static FeatureRepresentation of(FlagEvaluation evaluation) {
        return new FeatureRepresentation(
                evaluation.key(), evaluation.enabled(), evaluation.variant(), evaluation.value(), evaluation.reason());
    }
}
