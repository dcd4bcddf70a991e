package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oka.keycloak.common.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-,-,0,20", "'','',0,20", "5,-,5,20", "0,1,0,1", "7,100,7,100", "2147483647,100,2147483647,100"})
    void boundsAreRead(@Nullable String first, @Nullable String max, int expectedFirst, int expectedMax) {
        assertThat(Page.of(first, max)).isEqualTo(new Page(expectedFirst, expectedMax));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-1,-,first",
                "-,0,max",
                "-,-5,max",
                "-,101,max",
                "-,1000000000,max",
                "2147483648,-,first",
                "-,99999999999999999999,max",
                "a,-,first",
                "-,1.5,max",
                "-,' 5',max",
                "0x10,-,first",
                "1e3,-,first"
            })
    void whatIsOutOfRangeIsNamed(@Nullable String first, @Nullable String max, String field) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> Page.of(first, max));

        assertThat(refusal.problem().status()).isEqualTo(400);
        assertThat(refusal.problem().errors()).singleElement().satisfies(error -> assertThat(error.field())
                .isEqualTo(field));
    }
}
