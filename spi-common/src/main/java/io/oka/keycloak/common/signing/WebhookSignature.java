package io.oka.keycloak.common.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
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
                        .map(secret -> "v1," + signature(secret, id, timestamp, body))
                        .collect(Collectors.joining(" ")));
        return headers;
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
