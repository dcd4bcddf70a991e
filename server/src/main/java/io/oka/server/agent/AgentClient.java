package io.oka.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls the server, signed. What may pass (no connection, 429, 5xx) is tried again for a while, each time under a new
 * {@code webhook-id}; a job keeps its {@code Idempotency-Key}, so that one whose answer was lost is not made twice.
 */
final class AgentClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final byte[] NOTHING = {};

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final AgentState state;

    AgentClient(AgentState state) {
        this.state = state;
    }

    /** Enrols, which is the one call without a signature. */
    static JsonNode enrol(String url, String realm, String token, String name, String version) {
        AgentClient client = new AgentClient(new AgentState(url, realm, "", "", "", 0, null));
        byte[] body = bytes(Map.of("token", token, "name", name, "version", version));
        return client.trying("POST", "/agents/enrol", body, Map.of(), false);
    }

    JsonNode get(String path) {
        return trying("GET", path, NOTHING, Map.of(), true);
    }

    JsonNode post(String path, Object body) {
        return trying("POST", path, bytes(body), Map.of(), true);
    }

    JsonNode postOnce(String path, Object body) {
        return trying(
                "POST",
                path,
                bytes(body),
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                true);
    }

    private JsonNode trying(String method, String path, byte[] body, Map<String, String> headers, boolean signed) {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String problem;
            Duration wanted = null;
            try {
                HttpResponse<String> answer = send(method, path, body, headers, signed);
                if (answer.statusCode() / 100 == 2) {
                    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
                }
                problem = answer.statusCode() + " " + answer.body();
                boolean passing = answer.statusCode() == 429 || answer.statusCode() >= 500;
                if (!passing) {
                    throw new AgentException(method + " " + path + " was refused: " + problem);
                }
                wanted = answer.headers()
                        .firstValue("Retry-After")
                        .map(AgentClient::seconds)
                        .orElse(null);
            } catch (IOException e) {
                problem = e.toString();
            }
            if (attempt == TRIES) {
                throw new AgentException(method + " " + path + " did not succeed in " + TRIES + " tries: " + problem);
            }
            pause(wanted == null || wanted.compareTo(LONGEST_PAUSE) > 0 ? pause : wanted);
            pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private HttpResponse<String> send(
            String method, String path, byte[] body, Map<String, String> headers, boolean signed) throws IOException {
        URI uri = URI.create(state.url() + "/realms/" + state.realm() + "/sync" + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        if (signed) {
            String target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
            Signature.headers(
                            state.agentId(),
                            state.secret(),
                            UUID.randomUUID().toString(),
                            Instant.now(),
                            method,
                            target,
                            body)
                    .forEach(request::header);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("Stopped while calling " + uri.getPath(), e);
        }
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("What cannot be written as JSON", e);
        }
    }

    private static @Nullable Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            // A date, or nothing of the kind: our own pause does.
            return null;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("Stopped", e);
        }
    }
}
