package io.oka.keycloak.common.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal, in the terms of RFC 9457 (Problem Details for HTTP APIs).
 *
 * @param status the HTTP status
 * @param code stable and snake_case: what programs branch on
 * @param title the same for every problem of this code
 * @param detail what was wrong this time; never names what the caller may not know
 * @param errors the members at fault, empty if none
 * @param headers further answer headers, such as {@code Retry-After}
 */
public record Problem(
        int status,
        String code,
        String title,
        @Nullable String detail,
        List<FieldError> errors,
        Map<String, String> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    public static Problem of(int status, String code, String title, @Nullable String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of());
    }

    public static Problem badRequest(String code, String detail) {
        return of(400, code, "The request cannot be understood", detail);
    }

    /** The request is well-formed, but members of it are not acceptable. */
    public static Problem invalid(List<FieldError> errors) {
        return new Problem(
                400, "validation_failed", "Members of the request are not acceptable", null, errors, Map.of());
    }

    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** No token, or one that does not hold here (RFC 6750, section 3). */
    public static Problem unauthorized(String realm, boolean tokenPresented) {
        String challenge = "Bearer realm=\"" + realm + "\"" + (tokenPresented ? ", error=\"invalid_token\"" : "");
        return of(
                        401,
                        tokenPresented ? "invalid_token" : "unauthorized",
                        "Authentication is required",
                        "An access token of this realm is needed")
                .withHeader("WWW-Authenticate", challenge);
    }

    public static Problem forbidden(String code, String detail) {
        return of(403, code, "The caller may not do this", detail);
    }

    /** The one answer for what is not there and for what the caller may not know to be there. */
    public static Problem notFound() {
        return of(404, "not_found", "There is nothing here", null);
    }

    public static Problem conflict(String code, String detail) {
        return of(409, code, "The request conflicts with the present state", detail);
    }

    public static Problem unavailable(int retryAfterSeconds) {
        return of(503, "temporarily_unavailable", "The service is not available right now", "Try again shortly")
                .withHeader("Retry-After", Integer.toString(retryAfterSeconds));
    }

    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, code, title, detail, errors, more);
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }
}
