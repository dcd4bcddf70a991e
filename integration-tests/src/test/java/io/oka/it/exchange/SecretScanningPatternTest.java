package io.oka.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pattern that the README gives to secret scanners. */
final class SecretScanningPatternTest {

    private static final String KEY = KeyForm.wellFormed("0123456789abcdefghijABCDEFGHIJ00");

    private final Pattern pattern = fromReadme();

    @Test
    void findsKeysWhereverTheyStand() {
        for (String text : new String[] {
            KEY,
            "API_KEY=" + KEY + "\n",
            "{\"apiKey\":\"" + KEY + "\"}",
            "curl -H 'X-API-Key: " + KEY + "' https://example.com",
            "https://example.com/?key=" + KEY + "&x=1"
        }) {
            Matcher found = pattern.matcher(text);

            assertThat(found.find()).as(text).isTrue();
            assertThat(found.group()).isEqualTo(KEY);
        }
        assertThat(pattern.matcher(KEY.replace("live", "test")).matches()).isTrue();
    }

    @Test
    void findsNothingElse() {
        for (String text : new String[] {
            KEY.substring(0, KEY.length() - 1),
            KEY + "x",
            "x" + KEY,
            "oka_prod_" + KEY.substring(9),
            KEY.replace("oka", "Oka")
        }) {
            assertThat(pattern.matcher(text).find()).as(text).isFalse();
        }
    }

    private static Pattern fromReadme() {
        try {
            String readme = Files.readString(Path.of("../README.md"));
            Matcher line = Pattern.compile("(?m)^(\\\\boka_.*)$").matcher(readme);
            assertThat(line.find()).isTrue();
            return Pattern.compile(line.group(1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
