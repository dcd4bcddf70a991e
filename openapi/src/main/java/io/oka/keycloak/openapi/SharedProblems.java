package io.oka.keycloak.openapi;

import io.oka.keycloak.common.problem.Problem;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** The refusals that operations refer to by name. */
record SharedProblems(OpenAPI document) {

    /** Adds those that are the same wherever they occur. */
    void addUsual() {
        share(
                        "Unauthorized",
                        "No token, or one that does not hold here",
                        "`unauthorized`, `invalid_token`",
                        Problem.unauthorized("demo", true))
                .addHeader("WWW-Authenticate", AnswerHeaders.shared("WwwAuthenticate"));
        share(
                "NotFound",
                "It is not there, or not for the caller to know of; or Oka is off in this realm",
                "`not_found`",
                Problem.notFound());
        share(
                "NotAcceptable",
                "Nothing that is given here is accepted",
                "`not_acceptable`",
                Problem.of(406, "not_acceptable", "No acceptable representation", "Answers here are application/json"));
        share(
                "PreconditionFailed",
                "`If-Match` names another version",
                "`precondition_failed`",
                Problem.of(
                        412,
                        "precondition_failed",
                        "The resource has changed since it was read",
                        "Read it again and repeat the change with its new ETag"));
        share(
                "PayloadTooLarge",
                "The body is larger than 1 MiB",
                "`payload_too_large`",
                Problem.of(413, "payload_too_large", "The body is too large", "At most 1 MiB is read"));
        share(
                "UnsupportedMediaType",
                "The body is not of a type that is read here",
                "`unsupported_media_type`",
                Problem.of(415, "unsupported_media_type", "This media type is not read here", "Send application/json"));
        share(
                "IdempotencyKeyReused",
                "The idempotency key came with another body before",
                "`idempotency_key_reused`",
                Problem.of(
                        422,
                        "idempotency_key_reused",
                        "The idempotency key was used before",
                        "It came with another body; use a new key for a new request"));
        share(
                        "UnknownAgent",
                        "The request is not signed by an agent of the realm that may call, or it is too old, or came"
                                + " before",
                        "`invalid_signature`, `stale_request`, `replayed_request`",
                        Problem.of(
                                401,
                                "invalid_signature",
                                "The request is not taken",
                                "The request is not signed by an agent of this realm"))
                .addHeader("WWW-Authenticate", AnswerHeaders.shared("WwwAuthenticate"));
        share(
                        "RateLimited",
                        "The agent makes this call too often",
                        "`rate_limited`",
                        Problem.of(
                                429,
                                "rate_limited",
                                "There are too many requests",
                                "This agent may call this 600 times in a minute"))
                .addHeader("Retry-After", AnswerHeaders.shared("RetryAfter"));
        share("Unavailable", "The database is away", "`temporarily_unavailable`", Problem.unavailable(2))
                .addHeader("Retry-After", AnswerHeaders.shared("RetryAfter"));
    }

    APIResponse share(String name, String what, String codes, Problem example) {
        APIResponse answer = ProblemAnswers.of(what, codes, example);
        document.getComponents().addResponse(name, answer);
        return answer;
    }
}
