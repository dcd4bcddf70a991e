package io.oka.server.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests as Standard Webhooks signs messages, over {@code id.timestamp.METHOD path.body}. */
final class Signature {

    private static final String PREFIX = "whsec_";

    private Signature() {}

    /**
     * The headers of one request.
     *
     * @param secret as the server gave it
     * @param id no other request may have it
     * @param path as it is sent, with its query
     */
    static Map<String, String> headers(
            String agentId, String secret, String id, Instant now, String method, String path, byte[] body) {
        String timestamp = Long.toString(now.getEpochSecond());
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + "." + method + " " + path + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return Map.of(
                "agent-id",
                agentId,
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1," + hmac(secret, signed.toByteArray()));
    }

    private static String hmac(String secret, byte[] signed) {
        byte[] key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
    }
}
