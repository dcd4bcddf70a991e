package io.oka.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the server answered. */
public final class Response {

    private final URI uri;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] bytes;

    private Response(URI uri, int status, HttpHeaders headers, byte[] bytes) {
        this.uri = uri;
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
    }

    static Response of(HttpResponse<byte[]> response) {
        return new Response(response.uri(), response.statusCode(), response.headers(), response.body());
    }

    public URI uri() {
        return uri;
    }

    public int status() {
        return status;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The body as JSON; a failure that shows the body if it is none. */
    public JsonNode json() {
        try {
            return Http.JSON.readTree(bytes);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + this, e);
        }
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The {@code code} of a problem document. */
    public String code() {
        return json().path("code").asText();
    }

    /** The {@code id} of a representation. */
    public String id() {
        return json().path("id").asText();
    }

    /** Fails, showing the answer, unless its status is the expected one. */
    public Response expect(int expected) {
        if (status != expected) {
            throw new AssertionError("expected " + expected + " but got " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return status + " from " + uri + ": " + text();
    }
}
