package io.oka.keycloak.entitlements.ofrep;

import io.oka.keycloak.common.http.ErrorShape;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.ofrep.EvaluationFailureRepresentation.ErrorCode;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refusals as OFREP spells them. A provider reads every body, whatever its status: an empty one, or a problem document,
 * would be told to its application as something else than what happened.
 */
final class OfrepErrors implements ErrorShape {

    static final String INVALID_CONTEXT = "invalid_context";
    static final String TARGETING_KEY_MISSING = "targeting_key_missing";

    private static final Pattern OF_ONE_FLAG =
            Pattern.compile("/?realms/[^/]+/ofrep/v1/evaluate/flags/(.+)", Pattern.DOTALL);

    @Override
    public String mediaType() {
        return MediaType.APPLICATION_JSON;
    }

    @Override
    public byte[] body(Problem problem, String path, String requestId) {
        Matcher ofOneFlag = OF_ONE_FLAG.matcher(path);
        String key = ofOneFlag.matches() ? ofOneFlag.group(1) : null;
        return Json.write(new EvaluationFailureRepresentation(key, code(problem, key), details(problem)));
    }

    /** Whatever is not there below a flag's address, the flag is what was asked for. */
    private static ErrorCode code(Problem problem, @Nullable String key) {
        return switch (problem.code()) {
            case "malformed_json", "duplicate_member", "validation_failed" -> ErrorCode.PARSE_ERROR;
            case INVALID_CONTEXT -> ErrorCode.INVALID_CONTEXT;
            case TARGETING_KEY_MISSING -> ErrorCode.TARGETING_KEY_MISSING;
            default -> problem.status() == 404 && key != null ? ErrorCode.FLAG_NOT_FOUND : ErrorCode.GENERAL;
        };
    }

    private static String details(Problem problem) {
        StringBuilder text = new StringBuilder(problem.detail() == null ? problem.title() : problem.detail());
        for (FieldError error : problem.errors()) {
            text.append(": ").append(error.field()).append(' ').append(error.message());
        }
        return text.toString();
    }
}
