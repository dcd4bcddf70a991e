package io.oka.keycloak.entitlements.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.problem.Problem;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class OfrepErrorsTest {

    private static final String ALL = "/realms/demo/ofrep/v1/evaluate/flags";

    static Stream<Arguments> problems() {
        return Stream.of(
                Arguments.of(Problem.badRequest("malformed_json", "x"), "PARSE_ERROR", "PARSE_ERROR"),
                Arguments.of(Problem.badRequest("duplicate_member", "x"), "PARSE_ERROR", "PARSE_ERROR"),
                Arguments.of(Problem.invalid("context.a", "must not hold U+0000"), "PARSE_ERROR", "PARSE_ERROR"),
                Arguments.of(Problem.badRequest("invalid_context", "x"), "INVALID_CONTEXT", "INVALID_CONTEXT"),
                Arguments.of(
                        Problem.badRequest("targeting_key_missing", "x"),
                        "TARGETING_KEY_MISSING",
                        "TARGETING_KEY_MISSING"),
                Arguments.of(Problem.badRequest("malformed_address", "x"), "GENERAL", "GENERAL"),
                Arguments.of(Problem.unauthorized("demo", false), "GENERAL", "GENERAL"),
                Arguments.of(Problem.forbidden("tenant_suspended", "x"), "GENERAL", "GENERAL"),
                Arguments.of(Problem.notFound(), "FLAG_NOT_FOUND", "GENERAL"),
                Arguments.of(Problem.of(429, "too_many_requests", "x", null), "GENERAL", "GENERAL"),
                Arguments.of(Problem.of(500, "internal_error", "x", null), "GENERAL", "GENERAL"),
                Arguments.of(Problem.unavailable(2), "GENERAL", "GENERAL"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyRefusalIsSpelledAsTheProtocolSays(Problem problem, String ofOne, String ofAll) throws IOException {
        JsonNode one = body(problem, ALL + "/beta");
        JsonNode all = body(problem, ALL);

        assertThat(one.path("key").asText()).isEqualTo("beta");
        assertThat(one.path("errorCode").asText()).isEqualTo(ofOne);
        assertThat(one.path("errorDetails").asText()).isNotBlank();
        assertThat(all.has("key")).isFalse();
        assertThat(all.path("errorCode").asText()).isEqualTo(ofAll);
    }

    @Test
    void detailsNameTheMemberAtFault() throws IOException {
        JsonNode body = body(Problem.invalid("context.a", "must not hold U+0000"), ALL);

        assertThat(body.path("errorDetails").asText()).endsWith("context.a must not hold U+0000");
    }

    @Test
    void keyIsWhateverWasAskedFor() throws IOException {
        assertThat(body(Problem.notFound(), ALL.substring(1) + "/a b/c\n\"")
                        .path("key")
                        .asText())
                .isEqualTo("a b/c\n\"");
        assertThat(body(Problem.notFound(), ALL + "/").has("key")).isFalse();
        assertThat(body(Problem.notFound(), "/realms/demo/ofrep/v1/other").has("key"))
                .isFalse();
    }

    private static JsonNode body(Problem problem, String path) throws IOException {
        return Json.MAPPER.readTree(new OfrepErrors().body(problem, path, "r-1"));
    }
}
