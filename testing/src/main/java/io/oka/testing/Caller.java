package io.oka.testing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Somebody who calls the endpoints of one realm, always with a token of their own, or with none. */
public final class Caller {

    private final Http http;
    private final String base;
    private final Supplier<@Nullable String> token;

    Caller(Http http, String base, Supplier<@Nullable String> token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    public Http.Request get(String path) {
        return request("GET", path);
    }

    public Http.Request post(String path) {
        return request("POST", path);
    }

    public Http.Request put(String path) {
        return request("PUT", path);
    }

    public Http.Request patch(String path) {
        return request("PATCH", path);
    }

    public Http.Request delete(String path) {
        return request("DELETE", path);
    }

    /** Any method; the path is what follows the realm's, such as {@code /tenants}. */
    public Http.Request request(String method, String path) {
        Http.Request request = http.request(method, base + path);
        String presented = token.get();
        return presented == null ? request : request.bearer(presented);
    }
}
