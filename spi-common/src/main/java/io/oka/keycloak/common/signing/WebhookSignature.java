package io.oka.keycloak.common.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages by Standard Webhooks 1.0: HMAC-SHA256 over {@code id.timestamp.body}, the body's bytes as they go out.
 */
public final class WebhookSignature {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";

    /** More than two secrets nobody has at a time. */
    private static final int MOST_SIGNATURES = 8;

    private WebhookSignature() {}

    /**
     * The three headers of one attempt.
     *
     * @param secrets newest first; receivers take any of the signatures
     * @param id the same for each attempt
     * @param now of this attempt: receivers refuse what is old
     */
    public static Map<String, String> headers(List<SigningSecret> secrets, String id, Instant now, byte[] body) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("Nothing goes out without a signature");
        }
        long timestamp = now.getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, id);
        headers.put(TIMESTAMP, Long.toString(timestamp));
        headers.put(
                SIGNATURE,
                secrets.stream()
                        .map(secret -> VERSION + signature(secret, id, timestamp, body))
                        .collect(Collectors.joining(" ")));
        return headers;
    }

    /**
     * Which of the secrets has signed. All that may be compared is, and each in a time that does not tell how much of it
     * was right.
     *
     * @param signatures as in the header: a list, of which one that fits is enough; what is of another version is passed
     *     over
     * @return its place among the secrets; -1 for none
     */
    public static int signer(List<SigningSecret> secrets, String id, long timestamp, byte[] body, String signatures) {
        String[] offered = signatures.split(" ", MOST_SIGNATURES + 1);
        int signer = -1;
        for (int i = secrets.size() - 1; i >= 0; i--) {
            byte[] right = (VERSION + signature(secrets.get(i), id, timestamp, body)).getBytes(StandardCharsets.UTF_8);
            for (int j = 0; j < Math.min(offered.length, MOST_SIGNATURES); j++) {
                if (MessageDigest.isEqual(right, offered[j].getBytes(StandardCharsets.UTF_8))) {
                    signer = i;
                }
            }
        }
        return signer;
    }

    private static String signature(SigningSecret secret, String id, long timestamp, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 64);
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has " + ALGORITHM, e);
        }
    }
}
