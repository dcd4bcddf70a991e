package io.oka.keycloak.common.secret;

import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/**
 * The operator's keys under which we keep secrets that we have to read again: those of webhooks, which needed them first
 * and gave the option its name, and those of whatever came later. Each seals for a purpose of its own, see {@link Sealer}.
 */
public final class EncryptionKeys {

    private static final String SCOPE = "spi-oka-webhooks--jpa--";
    private static final String FIRST = SCOPE + "encryption-key-1";

    public static final OperatorSecrets.Kind KIND = new OperatorSecrets.Kind(
            SCOPE,
            "encryption-key",
            "New secrets are to be encrypted under key",
            "Oka keeps the secrets of webhooks and sync agents encrypted under a key of yours, and found none. Make one,"
                    + " once: openssl rand -base64 32. Give it to every node, as the environment variable"
                    + " KC_SPI_OKA_WEBHOOKS__JPA__ENCRYPTION_KEY_1, or as --" + FIRST
                    + ", or as an entry of Keycloak's vault by --" + FIRST
                    + "=vault:name. Keep it: without it no webhook can be signed, and no agent's request verified.",
            "b2thLWRldmVsb3BtZW50LWtleS1rbm93bi10by1ldmVyeWJvZHkh");

    private EncryptionKeys() {}

    /**
     * What this server goes by, whichever floor asks; as {@link OperatorSecrets#forServer}.
     *
     * @throws IllegalStateException with a sentence for the operator of a production server that has none
     */
    public static @Nullable OperatorSecrets ofServer() {
        return OperatorSecrets.forServer(KIND, Config.scope("oka-webhooks", "jpa")::get);
    }
}
