package io.oka.keycloak.openapi;

import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** How a refusal stands in the document. */
final class ProblemAnswers {

    private static final String EXAMPLE_REQUEST_ID = "6f1c7c8e-0a52-4a0b-9d5e-2f4b7c1d9e33";

    private ProblemAnswers() {}

    static APIResponse of(String what, String codes, Problem example) {
        return OASFactory.createAPIResponse()
                .description(what + ". `code`: " + codes)
                .addHeader(AnswerHeaders.REQUEST_ID, AnswerHeaders.shared("RequestId"))
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))
                                        .example(body(example))));
    }

    /** As {@code ProblemDocument} is written. */
    private static Map<String, Object> body(Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:oka:problem:" + problem.code());
        body.put("title", problem.title());
        body.put("status", problem.status());
        if (problem.detail() != null) {
            body.put("detail", problem.detail());
        }
        body.put("code", problem.code());
        body.put("requestId", EXAMPLE_REQUEST_ID);
        if (!problem.errors().isEmpty()) {
            body.put(
                    "errors",
                    problem.errors().stream().map(ProblemAnswers::body).toList());
        }
        return body;
    }

    private static Map<String, Object> body(FieldError error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("field", error.field());
        body.put("message", error.message());
        return body;
    }
}
