package io.oka.keycloak.apikeys.key;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the operator keeps the peppers: options {@code pepper-1} to {@code pepper-99}, each at least 32 bytes in Base64
 * or the name of an entry of Keycloak's vault ({@code vault:name}), and {@code pepper-current}, the version under which
 * new keys are hashed (1 unless said otherwise, so that a new pepper can be given to all nodes before any uses it).
 *
 * @param current the version for new keys
 * @param byVersion what each option says; at least the current one
 */
public record PepperOptions(int current, Map<Integer, String> byVersion) {

    static final int LAST_VERSION = 99;

    private static final String OPTIONS = "spi-oka-api-key--jpa--pepper-";
    private static final String ENVIRONMENT = "KC_SPI_OKA_API_KEY__JPA__PEPPER_";

    /** {@code ${vault.name}} is Keycloak's own way to write it, but its configuration takes that for one of its own. */
    private static final Pattern VAULT = Pattern.compile("vault:(.+)|\\$\\{vault\\.(.+)}");

    /** For {@code kc.sh start-dev} alone; everybody can read it here. */
    private static final String DEVELOPMENT = "b2thLWRldmVsb3BtZW50LXBlcHBlci0ta25vd24tdG8tZXZlcnlib2R5";

    public PepperOptions {
        byVersion = Map.copyOf(byVersion);
    }

    /**
     * @param option what the operator has set under a name; null for nothing
     * @return null if no pepper is set at all
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    public static @Nullable PepperOptions read(UnaryOperator<@Nullable String> option) {
        Map<Integer, String> found = new TreeMap<>();
        for (int version = 1; version <= LAST_VERSION; version++) {
            String value = option.apply("pepper-" + version);
            if (value != null && !value.isBlank()) {
                found.put(version, value.strip());
            }
        }
        String current = option.apply("pepper-current");
        if (found.isEmpty() && current == null) {
            return null;
        }
        int version = version(current);
        if (!found.containsKey(version)) {
            throw new IllegalArgumentException("New API keys are to be hashed under pepper " + version + ", and "
                    + OPTIONS + version + " is not set" + (current == null ? "; or set " + OPTIONS + "current." : "."));
        }
        found.forEach((number, value) -> {
            if (vaultEntry(value) == null && Pepper.decode(number, value) == null) {
                throw new IllegalArgumentException(OPTIONS + number + " must be at least " + Pepper.LEAST_BYTES
                        + " random bytes in Base64 (openssl rand -base64 32), or vault: and the name of an entry of"
                        + " Keycloak's vault.");
            }
        });
        return new PepperOptions(version, found);
    }

    /** What {@code kc.sh start-dev} goes by where nothing is set. */
    public static PepperOptions forDevelopment() {
        return new PepperOptions(1, Map.of(1, DEVELOPMENT));
    }

    /** What to tell the operator of a production server without any. */
    public static String missing() {
        return "Oka keeps API keys as hashes under a secret of yours, a pepper, and found none. Make one, once:"
                + " openssl rand -base64 32. Give it to every node, as the environment variable " + ENVIRONMENT
                + "1, or as --" + OPTIONS + "1, or as an entry of Keycloak's vault by --" + OPTIONS
                + "1=vault:name. Keep it: without it no API key that was made under it works again.";
    }

    /** Whether any pepper is in Keycloak's vault. */
    public boolean needsVault() {
        return byVersion.values().stream().anyMatch(value -> vaultEntry(value) != null);
    }

    /** The entry of the vault that holds the pepper; null if the option itself does. */
    static @Nullable String vaultEntry(String value) {
        Matcher reference = VAULT.matcher(value);
        if (!reference.matches()) {
            return null;
        }
        return reference.group(1) == null ? reference.group(2) : reference.group(1);
    }

    private static int version(@Nullable String current) {
        if (current == null) {
            return 1;
        }
        if (!current.matches("[1-9]\\d?")) {
            throw new IllegalArgumentException(
                    OPTIONS + "current must be the number of a pepper, 1 to " + LAST_VERSION + ", and is " + current);
        }
        return Integer.parseInt(current);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "PepperOptions[current=" + current + ", versions=" + byVersion.keySet() + "]";
    }
}
