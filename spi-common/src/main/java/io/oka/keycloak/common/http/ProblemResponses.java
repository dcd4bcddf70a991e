package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.core.Response;

/** Problems as JAX-RS answers, which {@link ProblemFilter} writes in the shape of their path. */
final class ProblemResponses {

    private ProblemResponses() {}

    static Response of(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    /** What to say where Keycloak or JAX-RS refused before any of our code could. */
    static Problem forStatus(int status) {
        return switch (status) {
            case 400 -> Problem.badRequest("bad_request", "The request is not well-formed");
            case 401 ->
                Problem.of(401, "unauthorized", "Authentication is required", null)
                        .withHeader("WWW-Authenticate", "Bearer");
            case 403 -> Problem.of(403, "forbidden", "The caller may not do this", null);
            case 404 -> Problem.notFound();
            case 405 ->
                Problem.of(405, "method_not_allowed", "This method is not known here", "See the OpenAPI document");
            case 406 ->
                Problem.of(406, "not_acceptable", "No acceptable representation", "Answers here are application/json");
            case 409 -> Problem.conflict("conflict", "The change conflicts with another one; read again and retry");
            case 413 -> Problem.of(413, "payload_too_large", "The body is too large", null);
            case 415 ->
                Problem.of(415, "unsupported_media_type", "This media type is not read here", "Send application/json");
            case 503 -> Problem.unavailable(UNAVAILABLE_RETRY_SECONDS);
            default ->
                status < 500
                        ? Problem.of(status, "bad_request", "The request was refused", null)
                        : Problem.of(500, "internal_error", "Something went wrong here", "The server's log tells more");
        };
    }

    static final int UNAVAILABLE_RETRY_SECONDS = 2;
}
