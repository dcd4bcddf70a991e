package io.oka.keycloak.common.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SealedAnswerTest {

    private static final String ROW = "a".repeat(64);
    private static final String KEY = "key-1";
    private static final byte[] BODY = "{\"secret\":\"oka_sk_canary\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void answerOpensAsItWas() {
        byte[] sealed = SealedAnswer.seal(answer(), ROW, KEY);

        Response opened = SealedAnswer.open(201, sealed, ROW, KEY);

        assertThat(opened.getStatus()).isEqualTo(201);
        assertThat((byte[]) opened.getEntity()).isEqualTo(BODY);
        assertThat(opened.getHeaderString("Location")).isEqualTo("https://a/b");
        assertThat(opened.getHeaderString("ETag")).isEqualTo("\"0\"");
        assertThat(opened.getHeaderString("Content-Type")).isEqualTo("application/json");
        assertThat(opened.getHeaderString("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void otherHeadersAreNotKept() {
        byte[] sealed = SealedAnswer.seal(answer(), ROW, KEY);

        assertThat(SealedAnswer.open(201, sealed, ROW, KEY).getHeaderString("X-Request-ID"))
                .isNull();
    }

    @Test
    void answerWithoutABodyOpensWithoutOne() {
        byte[] sealed = SealedAnswer.seal(Response.noContent().build(), ROW, KEY);

        assertThat(SealedAnswer.open(204, sealed, ROW, KEY).hasEntity()).isFalse();
    }

    @Test
    void nothingOfItCanBeReadAtRest() {
        byte[] sealed = SealedAnswer.seal(answer(), ROW, KEY);

        String text = new String(sealed, StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("canary").doesNotContain("Location").doesNotContain(KEY);
    }

    @Test
    void sameAnswerIsNeverSealedAlike() {
        assertThat(SealedAnswer.seal(answer(), ROW, KEY)).isNotEqualTo(SealedAnswer.seal(answer(), ROW, KEY));
    }

    @Test
    void otherKeyDoesNotOpenIt() {
        byte[] sealed = SealedAnswer.seal(answer(), ROW, KEY);

        assertThatThrownBy(() -> SealedAnswer.open(201, sealed, ROW, "key-2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A stored answer does not open");
    }

    @Test
    void otherRowDoesNotOpenIt() {
        byte[] sealed = SealedAnswer.seal(answer(), ROW, KEY);

        assertThatThrownBy(() -> SealedAnswer.open(201, sealed, "b".repeat(64), KEY))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void changeOfAnyByteIsNoticed() {
        byte[] sealed = SealedAnswer.seal(answer(), ROW, KEY);

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;

            assertThatThrownBy(() -> SealedAnswer.open(201, changed, ROW, KEY))
                    .as("byte %d", i)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void cutIsNoticed() {
        byte[] sealed = SealedAnswer.seal(answer(), ROW, KEY);

        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);

            assertThatThrownBy(() -> SealedAnswer.open(201, cut, ROW, KEY))
                    .as("first %d bytes", length)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static Response answer() {
        return Response.status(201)
                .type("application/json")
                .header("Location", "https://a/b")
                .header("ETag", "\"0\"")
                .header("X-Request-ID", "r-1")
                .entity(BODY)
                .build();
    }
}
