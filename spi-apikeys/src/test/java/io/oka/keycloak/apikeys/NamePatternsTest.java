package io.oka.keycloak.apikeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamePatternsTest {

    @ParameterizedTest
    @CsvSource({
        "usage:write, usage:write, true",
        "usage:write, usage:writer, false",
        "usage:write, usage:*, false",
        "documents:*, documents:read, true",
        "documents:*, documents:, true",
        "documents:*, documents:*, true",
        "documents:*, documents, false",
        "documents:*, Documents:read, false",
        "documents:read*, documents:*, false",
        "*, anything, true",
        "*, *, true"
    })
    void patternAdmitsWhatItStandsFor(String pattern, String name, boolean admitted) {
        assertThat(NamePatterns.admit(List.of("other", pattern), name)).isEqualTo(admitted);
    }

    @Test
    void whereNothingIsGivenNothingIsAdmitted() {
        assertThat(NamePatterns.admit(List.of(), "usage:write")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\"b", "a\\b", "ä", "a\0", "a\n", "\u007f"})
    void whatRfc6749DoesNotKnowIsNoName(String text) {
        assertThat(NamePatterns.isName(text)).isFalse();
        assertThat(NamePatterns.objection(List.of(text))).isNotNull();
    }

    @Test
    void nameMayBe128CharactersLong() {
        assertThat(NamePatterns.isName("a".repeat(128))).isTrue();
        assertThat(NamePatterns.isName("a".repeat(129))).isFalse();
        assertThat(NamePatterns.isName(null)).isFalse();
    }

    @Test
    void operatorsListHasAStarAtTheEndOnly() {
        assertThat(NamePatterns.objection(List.of("documents:*", "usage:write", "*")))
                .isNull();
        assertThat(NamePatterns.objection(List.of("*:read"))).isNotNull();
        assertThat(NamePatterns.objection(List.of("a**"))).isNotNull();
        assertThat(NamePatterns.objection(Collections.singletonList(null))).isNotNull();
        assertThat(NamePatterns.objection(Collections.nCopies(100, "a"))).isNull();
        assertThat(NamePatterns.objection(Collections.nCopies(101, "a"))).isNotNull();
    }
}
