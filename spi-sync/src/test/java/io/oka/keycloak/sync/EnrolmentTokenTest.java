package io.oka.keycloak.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnrolmentTokenTest {

    @Test
    void eachIsAnotherAndIsReadBackAsItself() {
        for (int i = 0; i < 200; i++) {
            EnrolmentToken token = EnrolmentToken.generate();

            EnrolmentToken read = Objects.requireNonNull(EnrolmentToken.parse(token.reveal()));

            assertThat(token.reveal()).matches("oka_enrol_[A-Za-z0-9_-]{43}");
            assertThat(read.hash()).isEqualTo(token.hash()).matches("[0-9a-f]{64}");
            assertThat(EnrolmentToken.generate().hash()).isNotEqualTo(token.hash());
        }
    }

    @Test
    void showsItselfOnlyWhenAsked() {
        EnrolmentToken token = EnrolmentToken.generate();

        assertThat(token.toString()).doesNotContain(token.reveal().substring(10));
        assertThat(token.hash()).doesNotContain(token.reveal().substring(10));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "oka_enrol_",
                "oka_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "oka_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "oka_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "oka_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "oka_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "oka_enrol_AAAAAAAAAAAAAAAAAAAAA+AAAAAAAAAAAAAAAAAAAAA",
                " oka_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "oka_enrol_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
            })
    void whatHasNotItsFormIsNone(String text) {
        assertThat(EnrolmentToken.parse(text)).isNull();
    }
}
