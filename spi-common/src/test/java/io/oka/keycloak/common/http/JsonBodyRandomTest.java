package io.oka.keycloak.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oka.keycloak.common.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, it is read or refused with 400: nothing else is thrown. */
final class JsonBodyRandomTest {

    private static final int TRIES = 5_000;
    private static final String SEED_TEXT =
            "{\"name\":\"acme\",\"attributes\":{\"a\":[\"b\",\"ä😀\"]},\"n\":-12.5e3,\"t\":true,\"z\":null}";
    private static final List<String> PIECES = List.of(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\u0000", "\\ud83d", "0", "-", "1e9", ".", "null", "true",
            "a", "é", "😀", " ", "\n", "\0", "\uFEFF");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);

            assertReadOrRefused(bytes, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void piecesOfJsonInAnyOrderAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(12); piece >= 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }

            assertReadOrRefused(text.toString().getBytes(StandardCharsets.UTF_8), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void mutilatedBodiesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = SEED_TEXT.getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }

            assertReadOrRefused(bytes, seed);
        }
    }

    private static void assertReadOrRefused(byte[] bytes, long seed) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> JsonBody.read(new ByteArrayInputStream(bytes)));
        if (refusal != null) {
            assertThat(refusal.problem().status())
                    .as("seed %d, %s", seed, new String(bytes, StandardCharsets.ISO_8859_1))
                    .isEqualTo(400);
        }
    }
}
