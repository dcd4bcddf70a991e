package io.oka.keycloak.apikeys.key;

import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeySecret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a key looks like: {@code oka_live_} or {@code oka_test_}, 32 base62 digits from a cryptographic generator (190
 * bits), and the CRC32 of all before in 6 more. By the brand secret scanners know it, by the checksum everybody tells
 * junk from a key without asking a database.
 */
public final class ApiKeyFormat {

    public static final String DEFAULT_BRAND = "oka";

    private static final Pattern BRAND = Pattern.compile("[a-z][a-z0-9]{1,9}");
    private static final int RANDOM_DIGITS = 32;
    private static final int CHECKSUM_DIGITS = 6;
    private static final int BODY = RANDOM_DIGITS + CHECKSUM_DIGITS;

    /** How many random digits may be shown: with the four at the end, enough is left that nobody guesses. */
    private static final int SHOWN_DIGITS = 4;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String brand;
    private final List<Beginning> beginnings = new ArrayList<>();

    /** How a key of one brand and environment begins. */
    private record Beginning(String text, ApiKeyEnvironment environment) {}

    /**
     * @param brand with which new keys begin
     * @param formerBrands with which keys in use may begin as well
     * @throws IllegalArgumentException for a brand that is none
     */
    public ApiKeyFormat(String brand, List<String> formerBrands) {
        this.brand = brand;
        addBrand(brand);
        formerBrands.forEach(this::addBrand);
    }

    public ApiKeySecret generate(ApiKeyEnvironment environment) {
        String beginning = beginning(brand, environment);
        String payload = beginning + Base62.random(RANDOM, RANDOM_DIGITS);
        return new ApiKeySecret(payload + checksum(payload), environment, beginning.length() + SHOWN_DIGITS);
    }

    /** The key that this is; null for whatever has not the form of one, however long or strange it is. */
    public @Nullable ApiKeySecret parse(@Nullable String text) {
        Beginning beginning = text == null ? null : beginning(text);
        if (text == null || beginning == null) {
            return null;
        }
        // No digit is looked at less than another, so that the time tells nothing of where a guess went wrong.
        boolean sound = true;
        for (int i = beginning.text().length(); i < text.length(); i++) {
            sound &= Base62.isDigit(text.charAt(i));
        }
        int payload = text.length() - CHECKSUM_DIGITS;
        String checksum = checksum(text.substring(0, payload));
        int difference = 0;
        for (int i = 0; i < CHECKSUM_DIGITS; i++) {
            difference |= checksum.charAt(i) ^ text.charAt(payload + i);
        }
        return sound && difference == 0
                ? new ApiKeySecret(
                        text, beginning.environment(), beginning.text().length() + SHOWN_DIGITS)
                : null;
    }

    private void addBrand(String name) {
        if (!BRAND.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A brand of API keys is 2 to 10 of a-z and 0-9, a letter first, and not: " + name);
        }
        for (ApiKeyEnvironment environment : ApiKeyEnvironment.values()) {
            beginnings.add(new Beginning(beginning(name, environment), environment));
        }
    }

    private @Nullable Beginning beginning(String text) {
        for (Beginning beginning : beginnings) {
            if (text.length() == beginning.text().length() + BODY && text.startsWith(beginning.text())) {
                return beginning;
            }
        }
        return null;
    }

    private static String beginning(String brand, ApiKeyEnvironment environment) {
        return brand + "_" + environment.wireName() + "_";
    }

    private static String checksum(String payload) {
        CRC32 crc = new CRC32();
        crc.update(payload.getBytes(StandardCharsets.UTF_8));
        return Base62.write(crc.getValue(), CHECKSUM_DIGITS);
    }
}
