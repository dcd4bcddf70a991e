package io.oka.keycloak.sync.agent;

import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.common.signing.WebhookSignature;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's request says of itself. It is signed as Standard Webhooks are, over {@code id.timestamp.METHOD
 * path.body}.
 *
 * @param agentId who it says it is
 * @param id of the request
 * @param timestamp in seconds
 */
record SignedRequest(String agentId, String id, long timestamp, String signatures) {

    static final String AGENT = "agent-id";

    /** How far its clock may be from ours, either way. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Pattern AGENT_ID = Pattern.compile("[a-z0-9-]{1,36}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern TIMESTAMP = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern SIGNATURES = Pattern.compile("[\\x21-\\x7e]{1,128}(?: [\\x21-\\x7e]{1,128}){0,7}");

    /** Null if one of the headers is missing, stands twice or is not what it is to be. */
    static @Nullable SignedRequest read(HttpHeaders headers) {
        String agentId = header(headers, AGENT, AGENT_ID);
        String id = header(headers, WebhookSignature.ID, ID);
        String timestamp = header(headers, WebhookSignature.TIMESTAMP, TIMESTAMP);
        String signatures = header(headers, WebhookSignature.SIGNATURE, SIGNATURES);
        return agentId == null || id == null || timestamp == null || signatures == null
                ? null
                : new SignedRequest(agentId, id, Long.parseLong(timestamp), signatures);
    }

    private static @Nullable String header(HttpHeaders headers, String name, Pattern form) {
        List<String> values = headers.getRequestHeader(name);
        return values != null
                        && values.size() == 1
                        && form.matcher(values.get(0)).matches()
                ? values.get(0)
                : null;
    }

    /**
     * Which of the secrets has signed it; -1 for none.
     *
     * @param path the address as it was sent, from the path on
     */
    int signer(List<SigningSecret> secrets, String method, String path, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 256);
        signed.writeBytes((method + " " + path + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return WebhookSignature.signer(secrets, id, timestamp, signed.toByteArray(), signatures);
    }

    boolean isWithin(Instant now) {
        return Duration.between(Instant.ofEpochSecond(timestamp), now).abs().compareTo(WINDOW) <= 0;
    }

    /** When it is too old on every node, however their clocks differ. */
    Instant end() {
        return Instant.ofEpochSecond(timestamp).plus(WINDOW.multipliedBy(2));
    }
}
