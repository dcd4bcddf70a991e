package io.oka.keycloak.entitlements.ofrep;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why there is no evaluation. */
@Schema(name = "FlagEvaluationFailure")
record EvaluationFailureRepresentation(
        @Schema(
                description = "The flag that was asked for; left out where it was all of them",
                examples = "new-dashboard")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String key,

        ErrorCode errorCode,
        @Schema(description = "For a person") String errorDetails) {

    /** OpenFeature's. */
    enum ErrorCode {
        PARSE_ERROR,
        TARGETING_KEY_MISSING,
        INVALID_CONTEXT,
        FLAG_NOT_FOUND,
        GENERAL
    }
}
