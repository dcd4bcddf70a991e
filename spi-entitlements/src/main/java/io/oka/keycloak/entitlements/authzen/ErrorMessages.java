package io.oka.keycloak.entitlements.authzen;

import io.oka.keycloak.common.http.ErrorShape;
import io.oka.keycloak.common.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/** Refusals as AuthZEN has them (section "Error Responses"): the body is a message, and no object. */
final class ErrorMessages implements ErrorShape {

    static final String MEDIA_TYPE = "text/plain;charset=UTF-8";

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }

    @Override
    public byte[] body(Problem problem, String path, String requestId) {
        return of(problem).getBytes(StandardCharsets.UTF_8);
    }

    /** The problem in a sentence: each member at fault, or else what was wrong. */
    static String of(Problem problem) {
        return problem.errors().isEmpty()
                ? Objects.requireNonNullElse(problem.detail(), problem.title())
                : problem.errors().stream()
                        .map(error -> error.field() + " " + error.message())
                        .collect(Collectors.joining("; "));
    }
}
