package io.oka.keycloak.common.signing;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What messages are signed with, an endpoint's or an agent's: 24 to 64 bytes, written as Standard Webhooks does, {@code whsec_} and
 * Base64. It never shows itself by accident.
 */
public final class SigningSecret {

    public static final int LEAST_BYTES = 24;
    public static final int MOST_BYTES = 64;

    private static final String PREFIX = "whsec_";
    private static final int MADE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    public static SigningSecret generate() {
        byte[] key = new byte[MADE_BYTES];
        RANDOM.nextBytes(key);
        return new SigningSecret(key);
    }

    /** From its bytes, as they are kept. */
    public static SigningSecret of(byte[] key) {
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException("A webhook secret is " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
        }
        return new SigningSecret(key.clone());
    }

    /** From what people bring along, with or without the prefix; null if it is no Base64 of the right length. */
    public static @Nullable SigningSecret parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
            return key.length < LEAST_BYTES || key.length > MOST_BYTES ? null : new SigningSecret(key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The bytes under which HMAC is computed. */
    public byte[] bytes() {
        return key.clone();
    }

    /** As receivers are given it. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public String toString() {
        return "SigningSecret";
    }
}
