package io.oka.keycloak.common.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a refusal, as RFC 9457 spells it, with our extension members. */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "requestId", "errors"})
@Schema(name = "Problem", description = "RFC 9457 problem details")
public record ProblemDocument(
        @Schema(examples = "urn:oka:problem:not_found") String type,
        @Schema(examples = "There is nothing here") String title,
        @Schema(examples = "404") int status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail,

        @Schema(description = "Stable; branch on this", examples = "not_found")
        String code,

        @Schema(description = "The answer's X-Request-ID") String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    public static ProblemDocument of(Problem problem, String requestId) {
        return new ProblemDocument(
                "urn:oka:problem:" + problem.code(),
                problem.title(),
                problem.status(),
                problem.detail(),
                problem.code(),
                requestId,
                problem.errors());
    }
}
