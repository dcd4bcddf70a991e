package io.oka.it.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One request, as a receiver had it. */
public final class ReceivedWebhook {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String requestLine;
    private final Map<String, String> headers;
    private final String body;
    private final long beganNanos = System.nanoTime();
    private volatile long endedNanos = Long.MAX_VALUE;

    ReceivedWebhook(String requestLine, Map<String, String> headers, byte[] body) {
        this.requestLine = requestLine;
        this.headers = headers;
        this.body = new String(body, StandardCharsets.UTF_8);
    }

    void end() {
        endedNanos = System.nanoTime();
    }

    /** Such as {@code POST /hook HTTP/1.1}. */
    public String requestLine() {
        return requestLine;
    }

    /** A header, whatever its case; empty if there is none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The header {@code webhook-id}. */
    public String id() {
        return header("webhook-id");
    }

    public String body() {
        return body;
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    public String type() {
        return json().path("type").asText();
    }

    public long sequence() {
        return json().path("sequence").asLong();
    }

    /** When it had come, on the clock of {@link System#nanoTime}. */
    public long beganNanos() {
        return beganNanos;
    }

    /** When it was answered, or given up. */
    public long endedNanos() {
        return endedNanos;
    }

    @Override
    public String toString() {
        return requestLine + " " + headers + " " + body;
    }
}
