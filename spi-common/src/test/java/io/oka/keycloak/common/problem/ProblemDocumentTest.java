package io.oka.keycloak.common.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.http.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemDocumentTest {

    @Test
    void everyMemberStandsInItsPlace() {
        Problem problem = Problem.invalid(List.of(new FieldError("name", "is too long"), new FieldError("a.b", "no")));

        assertThat(json(problem))
                .isEqualTo("{\"type\":\"urn:oka:problem:validation_failed\","
                        + "\"title\":\"Members of the request are not acceptable\",\"status\":400,"
                        + "\"code\":\"validation_failed\",\"requestId\":\"r-1\",\"errors\":["
                        + "{\"field\":\"name\",\"message\":\"is too long\"},{\"field\":\"a.b\",\"message\":\"no\"}]}");
    }

    @Test
    void whatIsMissingIsLeftOut() {
        assertThat(json(Problem.notFound()))
                .isEqualTo("{\"type\":\"urn:oka:problem:not_found\",\"title\":\"There is nothing here\","
                        + "\"status\":404,\"code\":\"not_found\",\"requestId\":\"r-1\"}");
    }

    @Test
    void detailIsTold() {
        assertThat(json(Problem.conflict("name_taken", "Another one"))).contains("\"detail\":\"Another one\"");
    }

    @Test
    void headersStayOutOfTheBody() {
        Problem problem = Problem.unavailable(2);

        assertThat(problem.headers()).containsEntry("Retry-After", "2");
        assertThat(json(problem)).doesNotContain("Retry-After").doesNotContain("headers");
    }

    @Test
    void challengeTellsWhetherATokenCame() {
        assertThat(Problem.unauthorized("demo", false).headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"demo\"");
        assertThat(Problem.unauthorized("demo", true).headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"demo\", error=\"invalid_token\"");
    }

    @Test
    void furtherHeadersAreAdded() {
        Problem problem = Problem.unavailable(2).withHeader("X-Other", "y");

        assertThat(problem.headers()).containsOnlyKeys("Retry-After", "X-Other");
        assertThat(problem.asException().problem()).isEqualTo(problem);
    }

    private static String json(Problem problem) {
        return Json.writeText(ProblemDocument.of(problem, "r-1"));
    }
}
