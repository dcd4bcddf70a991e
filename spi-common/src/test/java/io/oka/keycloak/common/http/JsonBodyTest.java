package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonBodyTest {

    enum Size {
        SMALL
    }

    record Inner(@Nullable String note) {}

    record Sample(
            @Nullable String text,
            @Nullable Integer number,
            @Nullable Boolean flag,
            @Nullable List<String> list,
            @Nullable Map<String, String> map,
            @Nullable Inner inner,
            @Nullable Instant at,
            @Nullable Size size) {}

    record Strict(int number) {}

    @Test
    void everyMemberIsRead() {
        Sample read = body("{\"text\":\"ä€😀\",\"number\":-7,\"flag\":true,\"list\":[\"a\"],\"map\":{\"k\":\"v\"},"
                        + "\"inner\":{\"note\":null},\"at\":\"2026-11-21T10:00:00Z\",\"size\":\"SMALL\"}")
                .as(Sample.class);

        assertThat(read)
                .isEqualTo(new Sample(
                        "ä€😀",
                        -7,
                        true,
                        List.of("a"),
                        Map.of("k", "v"),
                        new Inner(null),
                        Instant.parse("2026-11-21T10:00:00Z"),
                        Size.SMALL));
    }

    @Test
    void bytesAreKeptAsTheyCame() {
        assertThat(new String(body(" {\"text\" : null}\n").bytes(), StandardCharsets.UTF_8))
                .isEqualTo(" {\"text\" : null}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{]",
                "[1,]",
                "{\"text\":}",
                "{\"text\"}",
                "{text:1}",
                "{'text':'a'}",
                "{\"text\":\"a\",}",
                "{\"text\":\"a\"} x",
                "{\"text\":\"a\"}{}",
                "{\"text\":\"a\nb\"}",
                "{\"text\":\"\\x\"}",
                "{\"text\":\"\\uD8\"}",
                "{\"number\":01}",
                "{\"number\":+1}",
                "{\"number\":.5}",
                "{\"number\":NaN}",
                "{\"number\":Infinity}",
                "{\"flag\":True}",
                "// no comments\n{}",
                "/* no comments */{}",
                "nul",
                "text=a&number=1",
                "<xml/>",
                "\uFEFF{}"
            })
    void whatIsNotOneJsonValueIsMalformed(String text) {
        assertThat(refusal(text).code()).isEqualTo("malformed_json");
        assertThat(refusal(text).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"text\"", "true", "[]", "[{}]"})
    void whatIsNoObjectHasTheWrongShape(String text) {
        assertThat(refusal(text).code()).isEqualTo("malformed_json");
        assertThat(refusalOf(() -> body(text).asPatch()).code()).isEqualTo("malformed_json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"text\":1}                        | text",
                "{\"text\":1.5}                      | text",
                "{\"text\":true}                     | text",
                "{\"text\":{}}                       | text",
                "{\"text\":[\"a\"]}                  | text",
                "{\"number\":\"1\"}                  | number",
                "{\"number\":1.0}                    | number",
                "{\"number\":1e2}                    | number",
                "{\"number\":true}                   | number",
                "{\"number\":2147483648}             | number",
                "{\"number\":9223372036854775808}    | number",
                "{\"number\":\"\"}                   | number",
                "{\"flag\":\"true\"}                 | flag",
                "{\"flag\":1}                        | flag",
                "{\"flag\":\"\"}                     | flag",
                "{\"list\":\"a\"}                    | list",
                "{\"list\":{}}                       | list",
                "{\"list\":[1]}                      | list[0]",
                "{\"list\":[\"a\",[]]}               | list[1]",
                "{\"map\":{\"k\":1}}                 | map.k",
                "{\"map\":[]}                        | map",
                "{\"inner\":\"a\"}                   | inner",
                "{\"inner\":{\"note\":1}}            | inner.note",
                "{\"at\":\"yesterday\"}              | at",
                "{\"at\":\"2026-11-21\"}             | at",
                "{\"size\":\"HUGE\"}                 | size",
                "{\"size\":0}                        | size"
            })
    void memberOfAnotherTypeIsNamed(String text, String field) {
        Problem problem = refusal(text);

        assertThat(problem.code()).isEqualTo("validation_failed");
        assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.field())
                .isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"quotaLimit\":1} | quotaLimit", "{\"inner\":{\"x\":1}} | inner.x", "{\"Text\":\"a\"} | Text"})
    void memberThatIsNotKnownIsNamed(String text, String field) {
        Problem problem = refusal(text);

        assertThat(problem.code()).isEqualTo("unknown_member");
        assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.field())
                .isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"a\",\"text\":\"a\"}",
                "{\"inner\":{\"note\":null,\"note\":null}}",
                "{\"text\":\"a\",\"t\\u0065xt\":\"b\"}"
            })
    void memberThatStandsTwiceIsRefused(String text) {
        assertThat(refusal(text).code()).isEqualTo("duplicate_member");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"a\\u0000b\"}",
                "{\"map\":{\"k\":\"\\u0000\"}}",
                "{\"list\":[\"a\",\"\\u0000\"]}",
                "{\"map\":{\"\\u0000\":\"v\"}}"
            })
    void nulIsRefusedWhereverItStands(String text) {
        assertThat(refusal(text).code()).isEqualTo("validation_failed");
    }

    @Test
    void absentPrimitiveIsRefused() {
        assertThat(refusalOf(() -> body("{\"number\":null}").as(Strict.class)).code())
                .isEqualTo("validation_failed");
    }

    @Test
    void refusalNeverQuotesTheBody() {
        String secret = "oka_sk_canary";

        for (String text : List.of(
                "{\"text\":" + secret + "}", "{\"text\":\"" + secret, "{\"number\":\"" + secret + "\"}", secret)) {
            assertThat(refusal(text).toString()).doesNotContain("canary");
        }
    }

    @Test
    void bodyOfExactlyOneMebibyteIsRead() {
        byte[] bytes = ofLength(JsonBody.MAX_BYTES);

        assertThat(JsonBody.read(new ByteArrayInputStream(bytes)).bytes()).hasSize(JsonBody.MAX_BYTES);
    }

    @Test
    void bodyOfOneByteMoreIsTooLarge() {
        byte[] bytes = ofLength(JsonBody.MAX_BYTES + 1);

        Problem problem = refusalOf(() -> JsonBody.read(new ByteArrayInputStream(bytes)));

        assertThat(problem.status()).isEqualTo(413);
    }

    @Test
    void endlessBodyIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        assertThat(refusalOf(() -> JsonBody.read(endless)).status()).isEqualTo(413);
    }

    @Test
    void bodyThatBreaksOffIsRefused() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };

        assertThat(refusalOf(() -> JsonBody.read(broken)).code()).isEqualTo("malformed_json");
    }

    @Test
    void deepNestingIsRefusedAndDoesNotOverflow() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        assertThat(refusalOf(() -> body("{\"list\":" + deep + "}")).code()).isEqualTo("malformed_json");
    }

    @Test
    void hugeNumbersAreRefused() {
        assertThat(refusal("{\"number\":" + "9".repeat(100_000) + "}").code()).isEqualTo("malformed_json");
        assertThat(refusal("{\"number\":1e999999999}").status()).isEqualTo(400);
    }

    @Test
    void emptyOptionalBodyIsAnEmptyObject() {
        assertThat(JsonBody.readOptional(null).tree().isEmpty()).isTrue();
        assertThat(JsonBody.readOptional(new ByteArrayInputStream(new byte[0]))
                        .tree()
                        .isObject())
                .isTrue();
    }

    private static byte[] ofLength(int length) {
        String frame = "{\"text\":\"\"}";
        return ("{\"text\":\"" + "a".repeat(length - frame.length()) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonBody body(String text) {
        return JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Problem refusal(String text) {
        return refusalOf(() -> body(text).as(Sample.class));
    }

    private static Problem refusalOf(Runnable work) {
        ProblemException thrown = catchThrowableOfType(ProblemException.class, work::run);
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }
}
