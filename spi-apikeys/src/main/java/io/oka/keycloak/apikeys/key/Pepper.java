package io.oka.keycloak.apikeys.key;

import io.oka.keycloak.apikeys.ApiKeySecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret of the operator's under which keys are hashed, so that a stolen database alone lets nobody even test a
 * guess. Keys have 190 random bits: a slow hash would add nothing but its cost.
 */
final class Pepper {

    private static final String ALGORITHM = "HmacSHA256";

    private final int version;
    private final SecretKey key;

    Pepper(int version, byte[] bytes) {
        this.version = version;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
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
