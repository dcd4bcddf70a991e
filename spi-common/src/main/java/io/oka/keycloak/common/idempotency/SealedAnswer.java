package io.oka.keycloak.common.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.secret.AesGcm;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An answer at rest: {@link AesGcm} under a key that HMAC-SHA256 derives from the caller's idempotency
 * key, which is not stored. Who does not know the key cannot read a secret that the answer once held.
 */
final class SealedAnswer {

    private static final String CONTEXT = "oka-idempotency-v1";
    private static final List<String> KEPT_HEADERS = List.of("Content-Type", "Location", "ETag");

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
        return AesGcm.seal(derive(rowId, key), Json.write(Map.of("headers", headers, "body", body)), context(rowId));
    }

    static Response open(int status, byte[] stored, String rowId, String key) {
        byte[] plain = plain(stored, rowId, key);
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

    private static byte[] plain(byte[] stored, String rowId, String key) {
        try {
            return AesGcm.open(derive(rowId, key), stored, context(rowId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored answer does not open", e);
        }
    }

    private static byte[] derive(String rowId, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal((CONTEXT + "|" + rowId).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
    }

    private static byte[] context(String rowId) {
        return rowId.getBytes(StandardCharsets.UTF_8);
    }
}
