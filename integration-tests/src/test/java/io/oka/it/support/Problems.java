package io.oka.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Response;
import java.util.List;
import java.util.regex.Pattern;

/** What every refusal below our paths looks like (RFC 9457). */
public final class Problems {

    /** Names of classes, frames of stack traces, SQL: nothing of the inside shows on the outside. */
    public static final Pattern INSIDE = Pattern.compile(
            "Exception|\\.java:|\\bat [a-z]+\\.|io\\.oka\\.|org\\.keycloak|jackson|hibernate|jboss|SQLSTATE|psql",
            Pattern.CASE_INSENSITIVE);

    private Problems() {}

    /** Fails, showing the answer, unless it is this problem in its full form. */
    public static Response assertProblem(Response answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(answer.toString()).contains("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("code").asText()).as(answer.toString()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isEqualTo("urn:oka:problem:" + code);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("requestId").asText())
                .isEqualTo(answer.header("X-Request-ID").orElseThrow());
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.text()).doesNotContainPattern(INSIDE);
        if (status == 401) {
            assertThat(answer.header("WWW-Authenticate")).as(answer.toString()).isPresent();
        }
        return answer;
    }

    /** Likewise, for a request whose members at fault are named. */
    public static void assertInvalid(Response answer, String... fields) {
        assertProblem(answer, 400, "validation_failed");
        assertThat(fieldsOf(answer)).as(answer.toString()).containsExactlyInAnyOrder(fields);
    }

    /** The members at fault. */
    public static List<String> fieldsOf(Response answer) {
        return answer.json().path("errors").findValuesAsText("field");
    }
}
