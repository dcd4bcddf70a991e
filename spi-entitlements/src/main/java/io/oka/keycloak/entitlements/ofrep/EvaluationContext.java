package io.oka.keycloak.entitlements.ofrep;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What of an evaluation context counts here; applications put into it what they like.
 *
 * @param tenantId the tenant that the application names; null for none
 * @param targetingKey whom it names; null for nobody
 */
record EvaluationContext(
        @Nullable String tenantId, @Nullable String targetingKey) {

    /** It is hashed for each flag. */
    private static final int LONGEST = 1_024;

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 where there is no context in the body, or one of these
     *     two is no text
     */
    static EvaluationContext of(JsonBody body) {
        JsonNode context = body.tree().path("context");
        if (!context.isObject()) {
            throw refusal("context is needed, and must be an object");
        }
        return new EvaluationContext(text(context, "tenantId"), text(context, "targetingKey"));
    }

    private static @Nullable String text(JsonNode context, String name) {
        JsonNode value = context.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST) {
            throw refusal(name + " must be a text of at most " + LONGEST + " characters");
        }
        return value.textValue().isEmpty() ? null : value.textValue();
    }

    private static RuntimeException refusal(String detail) {
        return Problem.badRequest(OfrepErrors.INVALID_CONTEXT, detail).asException();
    }
}
