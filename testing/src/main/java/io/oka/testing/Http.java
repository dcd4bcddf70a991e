package io.oka.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A small fluent client. Paths go out as they are given, percent-encoded by the caller ({@code /tenants/%00}); bodies
 * may be anything; redirects are answers like others.
 */
public final class Http {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final String baseUrl;

    public Http(String baseUrl) {
        this.baseUrl = baseUrl;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    public Request get(String path) {
        return request("GET", path);
    }

    public Request post(String path) {
        return request("POST", path);
    }

    public Request put(String path) {
        return request("PUT", path);
    }

    public Request patch(String path) {
        return request("PATCH", path);
    }

    public Request delete(String path) {
        return request("DELETE", path);
    }

    /** Any method; a path that starts with {@code http} is taken as a whole URL. */
    public Request request(String method, String path) {
        return new Request(method, URI.create(path.startsWith("http") ? path : baseUrl + path));
    }

    /** Encodes one segment or parameter. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** A request being put together; {@link #send} ends it. */
    public final class Request {

        private final String method;
        private final HttpRequest.Builder builder;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

        private Request(String method, URI uri) {
            this.method = method;
            this.builder = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        }

        public Request header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        public Request bearer(String token) {
            return header("Authorization", "Bearer " + token);
        }

        public Request basic(String user, String password) {
            String pair = user + ":" + password;
            return header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }

        /** A value that is written as JSON; for JSON that no value gives, see {@link #body}. */
        public Request json(Object value) {
            try {
                return body("application/json", JSON.writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        public Request form(Map<String, String> fields) {
            return body("application/x-www-form-urlencoded", Http.form(fields));
        }

        /** Any text, however malformed. */
        public Request body(String contentType, String text) {
            return body(contentType, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Any bytes; an empty content type leaves that header out. */
        public Request body(String contentType, byte[] bytes) {
            if (!contentType.isEmpty()) {
                builder.setHeader("Content-Type", contentType);
            }
            body = HttpRequest.BodyPublishers.ofByteArray(bytes);
            return this;
        }

        public Request timeout(Duration limit) {
            builder.timeout(limit);
            return this;
        }

        public Response send() {
            try {
                return Response.of(client.send(build(), HttpResponse.BodyHandlers.ofByteArray()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** For many requests at once. */
        public CompletableFuture<Response> sendAsync() {
            return client.sendAsync(build(), HttpResponse.BodyHandlers.ofByteArray())
                    .thenApply(Response::of);
        }

        private HttpRequest build() {
            return builder.method(method, body).build();
        }
    }
}
