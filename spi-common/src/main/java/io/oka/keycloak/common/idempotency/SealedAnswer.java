package io.oka.keycloak.common.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An answer at rest: AES-256-GCM (NIST SP 800-38D) under a key that HMAC-SHA256 derives from the caller's idempotency
 * key, which is not stored. Who does not know the key cannot read a secret that the answer once held.
 */
final class SealedAnswer {

    private static final String CONTEXT = "oka-idempotency-v1";
    private static final List<String> KEPT_HEADERS = List.of("Content-Type", "Location", "ETag");
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedAnswer() {}

    static byte[] seal(Response answer, String rowId, String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = answer.getHeaderString(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        byte[] body = answer.getEntity() instanceof byte[] bytes ? bytes : new byte[0];
        byte[] plain = Json.write(Map.of("headers", headers, "body", body));
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, plain, 0, plain.length, iv, rowId, key);
        return ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
    }

    static Response open(int status, byte[] stored, String rowId, String key) {
        if (stored.length < IV_BYTES + TAG_BITS / Byte.SIZE) {
            throw new IllegalStateException("A stored answer is damaged");
        }
        byte[] iv = new byte[IV_BYTES];
        System.arraycopy(stored, 0, iv, 0, IV_BYTES);
        byte[] plain = crypt(Cipher.DECRYPT_MODE, stored, IV_BYTES, stored.length - IV_BYTES, iv, rowId, key);
        try {
            JsonNode node = Json.MAPPER.readTree(plain);
            Response.ResponseBuilder answer = Response.status(status).header("Idempotent-Replayed", "true");
            node.get("headers")
                    .properties()
                    .forEach(h -> answer.header(h.getKey(), h.getValue().asText()));
            byte[] body = node.get("body").binaryValue();
            return (body.length == 0 ? answer : answer.entity(body)).build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored answer is damaged", e);
        } catch (IOException e) {
            throw new IllegalStateException("A stored answer cannot be read", e);
        }
    }

    private static byte[] crypt(int mode, byte[] in, int from, int length, byte[] iv, String rowId, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] derived = mac.doFinal((CONTEXT + "|" + rowId).getBytes(StandardCharsets.UTF_8));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(rowId.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(in, from, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored answer does not open", e);
        }
    }
}
