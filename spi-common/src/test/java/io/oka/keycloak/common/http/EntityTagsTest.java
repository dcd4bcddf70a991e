package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oka.keycloak.common.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EntityTagsTest {

    @Test
    void tagIsTheQuotedVersion() {
        assertThat(EntityTags.of(7)).isEqualTo("\"7\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "-             | true",
                "\"7\"         | true",
                "*             | true",
                "` * `         | true",
                "\"6\", \"7\"  | true",
                "\"6\",\"7\"   | true",
                "\"6\"         | false",
                "7             | false",
                "W/\"7\"       | false",
                "\"77\"        | false",
                "``            | false",
                "\"\"          | false",
                "garbage       | false"
            })
    void changeIsMadeOnlyToAVersionThatIsAskedFor(@Nullable String ifMatch, boolean made) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> EntityTags.requireMatch(headers(ifMatch), 7));

        assertThat(refusal == null).isEqualTo(made);
        if (refusal != null) {
            assertThat(refusal.problem().status()).isEqualTo(412);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "-                | false",
                "\"7\"            | true",
                "W/\"7\"          | true",
                "*                | true",
                "\"6\", W/\"7\"   | true",
                "\"6\"            | false",
                "``               | false"
            })
    void knownVersionIsNotSentAgain(@Nullable String ifNoneMatch, boolean known) {
        assertThat(EntityTags.isKnown(ifNoneMatch, "\"7\"")).isEqualTo(known);
    }

    private static HttpHeaders headers(@Nullable String ifMatch) {
        return (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(), new Class<?>[] {HttpHeaders.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getHeaderString");
                    return "If-Match".equals(arguments[0]) ? ifMatch : null;
                });
    }

    @Test
    void answersThatDifferHaveTagsThatDiffer() {
        String tag = EntityTags.of("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(tag).matches("\"[0-9a-f]{32}\"").isEqualTo(EntityTags.of("{}".getBytes(StandardCharsets.UTF_8)));
        assertThat(EntityTags.of("{ }".getBytes(StandardCharsets.UTF_8))).isNotEqualTo(tag);
        assertThat(EntityTags.isKnown("W/" + tag, tag)).isTrue();
    }
}
