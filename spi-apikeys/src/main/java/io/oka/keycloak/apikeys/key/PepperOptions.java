package io.oka.keycloak.apikeys.key;

import io.oka.keycloak.common.secret.OperatorSecrets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the operator keeps the peppers: options {@code pepper-1} and on, see {@link OperatorSecrets}. */
public final class PepperOptions {

    private static final String SCOPE = "spi-oka-api-key--jpa--";
    private static final String FIRST = SCOPE + "pepper-1";

    static final OperatorSecrets.Kind KIND = new OperatorSecrets.Kind(
            SCOPE,
            "pepper",
            "New API keys are to be hashed under pepper",
            "Oka keeps API keys as hashes under a secret of yours, a pepper, and found none. Make one, once:"
                    + " openssl rand -base64 32. Give it to every node, as the environment variable"
                    + " KC_SPI_OKA_API_KEY__JPA__PEPPER_1, or as --" + FIRST
                    + ", or as an entry of Keycloak's vault by --" + FIRST
                    + "=vault:name. Keep it: without it no API key that was made under it works again.",
            "b2thLWRldmVsb3BtZW50LXBlcHBlci0ta25vd24tdG8tZXZlcnlib2R5");

    private PepperOptions() {}

    /**
     * @param option what the operator has set under a name; null for nothing
     * @return null where only a command runs that serves nobody
     * @throws RuntimeException with a sentence for the operator, which ends the start
     */
    public static @Nullable OperatorSecrets read(UnaryOperator<@Nullable String> option) {
        return OperatorSecrets.forServer(KIND, option);
    }

    /** What to tell the operator of a production server without any. */
    public static String missing() {
        return KIND.missing();
    }
}
