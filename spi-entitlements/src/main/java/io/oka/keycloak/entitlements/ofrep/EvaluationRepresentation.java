package io.oka.keycloak.entitlements.ofrep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagValueType;
import io.oka.keycloak.entitlements.flag.FlagEvaluation;
import io.oka.keycloak.entitlements.flag.FlagReason;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a flag is for whoever asks. */
@Schema(name = "FlagEvaluation")
record EvaluationRepresentation(
        @Schema(examples = "new-dashboard") String key,

        @Schema(
                description = "Its value, of the flag's type; always there",
                oneOf = {Boolean.class, String.class, Double.class, Object.class})
        JsonNode value,

        FlagReason reason,

        @Schema(description = "Left out while it is off, and for a flag without variants")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String variant,

        @Schema(description = "`tenantId`, for which it was evaluated; left out where it stands with all flags at once")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Map<String, String> metadata) {

    static EvaluationRepresentation of(Flag flag, FlagEvaluation evaluation, @Nullable Map<String, String> metadata) {
        return new EvaluationRepresentation(
                evaluation.key(), value(flag, evaluation), evaluation.reason(), evaluation.variant(), metadata);
    }

    /** SDKs tell a double from an integer by its decimal point. */
    private static JsonNode value(Flag flag, FlagEvaluation evaluation) {
        JsonNode value = evaluation.value();
        return flag.valueType() == FlagValueType.DOUBLE ? DoubleNode.valueOf(value.doubleValue()) : value;
    }
}
