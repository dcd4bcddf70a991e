package io.oka.keycloak.apikeys.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeySecret;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyFormatTest {

    private static final int KEYS = 2_000;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** The upper 0.1 % of chi-square with 61 degrees of freedom is 100.9; one run in a million is above this. */
    private static final double LIMIT = 130;

    private final ApiKeyFormat format = new ApiKeyFormat("oka", List.of());
    private final Random random = new Random(20_261_121);

    @ParameterizedTest
    @EnumSource(ApiKeyEnvironment.class)
    void everyKeyIsReadAsWhatItWasMade(ApiKeyEnvironment environment) {
        for (int i = 0; i < KEYS; i++) {
            ApiKeySecret made = format.generate(environment);

            ApiKeySecret read = parsed(made.reveal());

            assertThat(made.reveal()).matches("oka_(live|test)_[0-9A-Za-z]{38}");
            assertThat(read.reveal()).isEqualTo(made.reveal());
            assertThat(read.environment()).isEqualTo(environment);
            assertThat(read.prefix()).isEqualTo(made.prefix()).hasSize("oka_live_".length() + 4);
            assertThat(made.reveal()).startsWith(made.prefix()).endsWith(made.last4());
            assertThat(read.last4()).isEqualTo(made.last4()).hasSize(4);
        }
    }

    @Test
    void noKeyComesTwice() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            keys.add(format.generate(ApiKeyEnvironment.LIVE).reveal());
        }

        assertThat(keys).hasSize(20_000);
    }

    /** What is made elsewhere by the same rule is read here: CRC32 is that of zlib. */
    @Test
    void checksumIsTheOneOfTheRule() {
        String payload = "oka_live_" + "0".repeat(32);
        String key = payload + "3y86aI";

        assertThat(crc(payload)).isEqualTo(key.substring(payload.length()));
        assertThat(format.parse(key)).isNotNull();
    }

    @Test
    void checksumKeepsItsLeadingZeros() {
        assertThat(Base62.write(0, 6)).isEqualTo("000000");
        assertThat(Base62.write(61, 6)).isEqualTo("00000z");
        assertThat(Base62.write(62, 6)).isEqualTo("000010");
        assertThat(Base62.write(0xFFFFFFFFL, 6)).isEqualTo("4gfFC3");
    }

    @Test
    void digitsAreSpreadEvenlyOverEveryPlace() {
        int length = 32;
        int keys = 31_000;
        int[] overall = new int[62];
        int[][] byPlace = new int[length][62];
        for (int i = 0; i < keys; i++) {
            String key = format.generate(ApiKeyEnvironment.LIVE).reveal();
            for (int place = 0; place < length; place++) {
                int digit = DIGITS.indexOf(key.charAt("oka_live_".length() + place));
                overall[digit]++;
                byPlace[place][digit]++;
            }
        }

        assertThat(chiSquare(overall, keys * length)).isLessThan(LIMIT);
        for (int[] place : byPlace) {
            assertThat(chiSquare(place, keys)).isLessThan(LIMIT);
        }
    }

    @Test
    void oneOtherCharacterIsRefused() {
        for (int i = 0; i < KEYS; i++) {
            String key = format.generate(ApiKeyEnvironment.LIVE).reveal();
            int at = random.nextInt(key.length());
            char other = DIGITS.charAt(random.nextInt(DIGITS.length()));

            String changed = key.substring(0, at) + other + key.substring(at + 1);

            assertRefusedUnlessSame(changed, key);
        }
    }

    @Test
    void everyOtherCharacterAtEveryPlaceOfOneKeyIsRefused() {
        String key = format.generate(ApiKeyEnvironment.TEST).reveal();
        for (int at = 0; at < key.length(); at++) {
            for (char other = 0; other < 0x180; other++) {
                assertRefusedUnlessSame(key.substring(0, at) + other + key.substring(at + 1), key);
            }
        }
    }

    @Test
    void neighboursThatChangedPlacesAreRefused() {
        for (int i = 0; i < KEYS; i++) {
            String key = format.generate(ApiKeyEnvironment.LIVE).reveal();
            int at = random.nextInt(key.length() - 1);

            String changed = key.substring(0, at) + key.charAt(at + 1) + key.charAt(at) + key.substring(at + 2);

            assertRefusedUnlessSame(changed, key);
        }
    }

    @Test
    void whatWasCutOrAddedToIsRefused() {
        String key = format.generate(ApiKeyEnvironment.LIVE).reveal();
        for (int length = 0; length < key.length(); length++) {
            assertThat(format.parse(key.substring(0, length))).isNull();
            assertThat(format.parse(key.substring(key.length() - length))).isNull();
        }
        for (String more : List.of("0", " ", "\n", "\0", key)) {
            assertThat(format.parse(key + more)).isNull();
            assertThat(format.parse(more + key)).isNull();
        }
    }

    @Test
    void keyOfOneEnvironmentIsNoneOfTheOther() {
        String key = format.generate(ApiKeyEnvironment.LIVE).reveal();

        assertThat(format.parse(key.replace("_live_", "_test_"))).isNull();
    }

    static Stream<@Nullable String> junk() {
        return Stream.of(
                null,
                "",
                "oka_live_",
                "oka_prod_" + "0".repeat(38),
                "OKA_LIVE_" + "0".repeat(38),
                "oka_live_" + "\0".repeat(38),
                "oka_live_" + "ä".repeat(38),
                "oka_live_" + "\ud83d\udd11".repeat(19),
                "oka_live_" + "\ud83d".repeat(38),
                "oka_live_" + "０".repeat(38),
                "oka_live_" + "-".repeat(38),
                "oka_live_" + "0".repeat(1 << 20),
                "x".repeat(1 << 20),
                "'; DROP TABLE oka_api_key; --");
    }

    @ParameterizedTest
    @MethodSource("junk")
    void junkIsNoKey(@Nullable String junk) {
        assertThat(format.parse(junk)).isNull();
    }

    @Test
    void randomTextIsNoKeyAndThrowsNothing() {
        for (int i = 0; i < 20_000; i++) {
            char[] text = new char[random.nextInt(80)];
            for (int at = 0; at < text.length; at++) {
                text[at] = (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000);
            }
            String strange = new String(text);

            assertThat(format.parse(strange)).isNull();
            assertThat(format.parse("oka_live_" + strange)).isNull();
        }
    }

    @Test
    void formerBrandsAreReadAndNoLongerMade() {
        String old = format.generate(ApiKeyEnvironment.LIVE).reveal();
        ApiKeyFormat renamed = new ApiKeyFormat("acme", List.of("oka"));

        assertThat(renamed.parse(old)).isNotNull();
        assertThat(renamed.generate(ApiKeyEnvironment.LIVE).reveal()).startsWith("acme_live_");
        assertThat(new ApiKeyFormat("acme", List.of()).parse(old)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "9a", "Oka", "oka_", "o-a", "elevenchars", "öka", "oka\n"})
    void brandThatIsNoneEndsTheStart(String brand) {
        assertThatThrownBy(() -> new ApiKeyFormat(brand, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 to 10 of a-z and 0-9");
        assertThatThrownBy(() -> new ApiKeyFormat("oka", List.of(brand))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secretShowsNothingOfItself() {
        ApiKeySecret secret = format.generate(ApiKeyEnvironment.LIVE);

        assertThat(secret.toString()).isEqualTo("ApiKeySecret[live]");
        assertThat(String.format("%s", List.of(secret))).doesNotContain(secret.last4(), secret.prefix());
    }

    private ApiKeySecret parsed(String key) {
        ApiKeySecret read = format.parse(key);
        assertThat(read).as(key).isNotNull();
        return Objects.requireNonNull(read);
    }

    private void assertRefusedUnlessSame(String changed, String key) {
        if (!changed.equals(key)) {
            assertThat(format.parse(changed))
                    .as("%s instead of %s", changed, key)
                    .isNull();
        }
    }

    /** Written apart from the code that it checks. */
    private static String crc(String payload) {
        long crc = 0xFFFFFFFFL;
        for (char character : payload.toCharArray()) {
            crc ^= character;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >>> 1 ^ 0xEDB88320L : crc >>> 1;
            }
        }
        crc ^= 0xFFFFFFFFL;
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            digits.insert(0, DIGITS.charAt((int) (crc % 62)));
            crc /= 62;
        }
        return digits.toString();
    }

    private static double chiSquare(int[] counts, int total) {
        double expected = total / 62.0;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
