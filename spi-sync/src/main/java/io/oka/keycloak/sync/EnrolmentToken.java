package io.oka.keycloak.sync;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which an agent enrols: {@code oka_enrol_} and 32 random bytes in base64url. It never shows itself by accident; what
 * is kept is its hash, and there is nothing to guess.
 */
public final class EnrolmentToken {

    private static final String PREFIX = "oka_enrol_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private EnrolmentToken(String text) {
        this.text = text;
    }

    public static EnrolmentToken generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new EnrolmentToken(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Null for what has not the form of one, and so costs no query. */
    public static @Nullable EnrolmentToken parse(@Nullable String text) {
        return text != null && FORM.matcher(text).matches() ? new EnrolmentToken(text) : null;
    }

    /** SHA-256 in hex. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** As the operator is given it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "EnrolmentToken";
    }
}
