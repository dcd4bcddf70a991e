package io.oka.keycloak.apikeys.key;

import io.oka.keycloak.apikeys.ApiKeySecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One secret of the operator's under which keys are hashed, so that a stolen database alone lets nobody even test a
 * guess. Keys have 190 random bits: a slow hash would add nothing but its cost.
 */
final class Pepper {

    static final int LEAST_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final int version;
    private final SecretKey key;

    private Pepper(int version, SecretKey key) {
        this.version = version;
        this.key = key;
    }

    /** From Base64, of either alphabet, with or without padding or white space around it; null if it is too short or none. */
    static @Nullable Pepper decode(int version, String base64) {
        String text = base64.strip().replace('-', '+').replace('_', '/').replaceAll("=+$", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length < LEAST_BYTES ? null : new Pepper(version, new SecretKeySpec(bytes, ALGORITHM));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    int version() {
        return version;
    }

    byte[] hash(ApiKeySecret secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(secret.reveal().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "Pepper[" + version + "]";
    }
}
