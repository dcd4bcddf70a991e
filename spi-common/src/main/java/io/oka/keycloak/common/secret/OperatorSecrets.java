package io.oka.keycloak.common.secret;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Environment;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.vault.VaultProvider;

/**
 * Where the operator keeps the secrets of one kind: options {@code NAME-1} to {@code NAME-99}, each at least 32 bytes in
 * Base64 or the name of an entry of Keycloak's vault ({@code vault:name}), and {@code NAME-current}, the version for what
 * is new (1 unless said otherwise, so that a new secret can be given to all nodes before any uses it).
 *
 * @param current the version for what is new
 * @param byVersion what each option says; at least the current one
 */
public record OperatorSecrets(Kind kind, int current, Map<Integer, String> byVersion) {

    public static final int LEAST_BYTES = 32;

    static final int LAST_VERSION = 99;

    private static final Logger LOG = Logger.getLogger(OperatorSecrets.class);

    /** {@code ${vault.name}} is Keycloak's own way to write it, but its configuration takes that for one of its own. */
    private static final Pattern VAULT = Pattern.compile("vault:(.+)|\\$\\{vault\\.(.+)}");

    /**
     * What the secrets are for.
     *
     * @param scope with which the options begin, such as {@code spi-oka-api-key--jpa--}
     * @param name of one option without its version, such as {@code pepper}
     * @param use begins a sentence that the version ends, such as {@code New API keys are to be hashed under pepper}
     * @param missing what to tell the operator of a production server without any
     * @param development what {@code kc.sh start-dev} alone goes by where nothing is set; everybody can read it
     */
    public record Kind(String scope, String name, String use, String missing, String development) {

        String option() {
            return scope + name + "-";
        }

        /** Without what is secret in development. */
        @Override
        public String toString() {
            return option();
        }
    }

    public OperatorSecrets {
        byVersion = Map.copyOf(byVersion);
    }

    /**
     * @param option what the operator has set under a name; null for nothing
     * @return null if nothing is set at all
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    public static @Nullable OperatorSecrets read(Kind kind, UnaryOperator<@Nullable String> option) {
        Map<Integer, String> found = new TreeMap<>();
        for (int version = 1; version <= LAST_VERSION; version++) {
            String value = option.apply(kind.name() + "-" + version);
            if (value != null && !value.isBlank()) {
                found.put(version, value.strip());
            }
        }
        String current = option.apply(kind.name() + "-current");
        if (found.isEmpty() && current == null) {
            return null;
        }
        int version = version(kind, current);
        if (!found.containsKey(version)) {
            throw new IllegalArgumentException(kind.use() + " " + version + ", and " + kind.option() + version
                    + " is not set" + (current == null ? "; or set " + kind.option() + "current." : "."));
        }
        found.forEach((number, value) -> {
            if (vaultEntry(value) == null && decode(value) == null) {
                throw new IllegalArgumentException(kind.option() + number + " must be at least " + LEAST_BYTES
                        + " random bytes in Base64 (openssl rand -base64 32), or vault: and the name of an entry of"
                        + " Keycloak's vault.");
            }
        });
        return new OperatorSecrets(kind, version, found);
    }

    /**
     * What a server goes by: what is set, or in development what everybody knows.
     *
     * @return null if nothing is set where only a command runs that serves nobody, such as an import
     * @throws IllegalStateException with a sentence for the operator of a production server that has none
     */
    public static @Nullable OperatorSecrets forServer(Kind kind, UnaryOperator<@Nullable String> option) {
        OperatorSecrets found = read(kind, option);
        if (found != null || Environment.isNonServerMode()) {
            return found;
        }
        if (Environment.isDevMode()) {
            LOG.warnf(
                    "%s is not set, so that this server, which runs in development mode, goes by one that everybody"
                            + " knows. %s",
                    kind.option() + "1", kind.missing());
            return forDevelopment(kind);
        }
        throw new IllegalStateException(kind.missing());
    }

    public static OperatorSecrets forDevelopment(Kind kind) {
        return new OperatorSecrets(kind, 1, Map.of(1, kind.development()));
    }

    /**
     * @throws IllegalStateException if one is to be in a vault, and the server has none
     */
    public void requireVault(KeycloakSessionFactory factory) {
        if (needsVault() && factory.getProviderFactory(VaultProvider.class) == null) {
            throw new IllegalStateException("A secret of " + kind.option()
                    + "… is to be in Keycloak's vault, and this server has none: see option vault of kc.sh build.");
        }
    }

    /** Whether any is in Keycloak's vault. */
    public boolean needsVault() {
        return byVersion.values().stream().anyMatch(value -> vaultEntry(value) != null);
    }

    /**
     * The bytes of a version in a realm.
     *
     * @throws IllegalStateException if the vault does not hold them
     */
    public byte[] bytes(int version, String realmId, SecretVault vault) {
        String value = byVersion.get(version);
        if (value == null) {
            throw new IllegalStateException(kind.option() + version + " is needed, and not set");
        }
        String entry = vaultEntry(value);
        String held = entry == null ? value : vault.read(realmId, entry);
        byte[] bytes = held == null ? null : decode(held);
        if (bytes == null) {
            throw new IllegalStateException(kind.option() + version + " is to be in the entry " + entry
                    + " of Keycloak's vault, which holds no " + LEAST_BYTES + " bytes in Base64 for realm " + realmId);
        }
        return bytes;
    }

    /** The entry of the vault that holds the secret; null if the option itself does. */
    public static @Nullable String vaultEntry(String value) {
        Matcher reference = VAULT.matcher(value);
        if (!reference.matches()) {
            return null;
        }
        return reference.group(1) == null ? reference.group(2) : reference.group(1);
    }

    /** From Base64, of either alphabet, with or without padding or white space around it; null if it is too short or none. */
    public static byte @Nullable [] decode(String base64) {
        String text = base64.strip().replace('-', '+').replace('_', '/').replaceAll("=+$", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length < LEAST_BYTES ? null : bytes;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int version(Kind kind, @Nullable String current) {
        if (current == null) {
            return 1;
        }
        if (!current.matches("[1-9]\\d?")) {
            throw new IllegalArgumentException(kind.option() + "current must be the number of a " + kind.name()
                    + ", 1 to " + LAST_VERSION + ", and is " + current);
        }
        return Integer.parseInt(current);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "OperatorSecrets[" + kind + ", current=" + current + ", versions=" + byVersion.keySet() + "]";
    }
}
