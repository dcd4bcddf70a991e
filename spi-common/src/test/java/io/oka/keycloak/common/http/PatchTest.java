package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PatchTest {

    @Test
    void absentStaysNullClearsAndAllElseReplaces() {
        Patch patch = patch("{\"name\":\"acme\",\"displayName\":null}");

        assertThat(patch.has("name")).isTrue();
        assertThat(patch.getText("name")).isEqualTo("acme");
        assertThat(patch.has("displayName")).isTrue();
        assertThat(patch.getText("displayName")).isNull();
        assertThat(patch.has("attributes")).isFalse();
        assertThat(patch.names()).containsExactlyInAnyOrder("name", "displayName");
    }

    @Test
    void emptyPatchChangesNothing() {
        assertThat(patch("{}").allow(Set.of(), Set.of()).names()).isEmpty();
    }

    @Test
    void memberThatIsNotKnownIsRefused() {
        Problem problem = refusal(() -> patch("{\"role\":\"owner\"}").allow(Set.of("name"), Set.of("quotaLimit")));

        assertThat(problem.code()).isEqualTo("unknown_member");
        assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.field())
                .isEqualTo("role"));
    }

    @Test
    void memberThatIsReadOnlyIsRefusedAsSuch() {
        Problem problem = refusal(() -> patch("{\"quotaLimit\":9}").allow(Set.of("name"), Set.of("quotaLimit")));

        assertThat(problem.code()).isEqualTo("validation_failed");
        assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.message())
                .isEqualTo("is read-only here"));
    }

    @Test
    void memberThatIsAllowedBeatsReadOnly() {
        Patch patch = patch("{\"quotaLimit\":9}").allow(Set.of("quotaLimit"), Set.of("quotaLimit"));

        assertThat(patch.getLong("quotaLimit")).isEqualTo(9);
    }

    @Test
    void memberOfAnotherTypeIsNamed() {
        for (String json : List.of("{\"n\":\"1\"}", "{\"n\":1.5}", "{\"n\":true}", "{\"n\":9223372036854775808}")) {
            Problem problem = refusal(() -> patch(json).getLong("n"));

            assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.field())
                    .isEqualTo("n"));
        }
        assertThat(refusal(() -> patch("{\"n\":1}").getText("n")).status()).isEqualTo(400);
    }

    @Test
    void structuresAreReadByType() {
        Map<String, List<String>> read =
                patch("{\"attributes\":{\"a\":[\"b\"]}}").get("attributes", new TypeReference<>() {});

        assertThat(read).isEqualTo(Map.of("a", List.of("b")));
    }

    private static Patch patch(String json) {
        return JsonBody.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))
                .asPatch();
    }

    private static Problem refusal(Runnable work) {
        ProblemException thrown = catchThrowableOfType(ProblemException.class, work::run);
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }
}
