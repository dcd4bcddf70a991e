package io.oka.keycloak.common.http;

import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Answers a browser's preflight (Fetch standard, CORS protocol), which comes without a token: whether the page's origin
 * may call is decided with the call itself, by the token's client.
 */
public final class Preflight {

    static final String METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
    static final String REQUEST_HEADERS = "Accept, Authorization, Content-Type, DPoP, Idempotency-Key, If-Match,"
            + " If-None-Match, X-API-Key, X-Request-ID, X-Requested-With";

    private static final List<String> EXPOSED_HEADERS = List.of(
            "ETag",
            "Location",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "WWW-Authenticate",
            Page.TOTAL_COUNT,
            RequestId.HEADER);

    /** What scripts may read beside the body. */
    public static String[] exposedHeaders() {
        return EXPOSED_HEADERS.toArray(String[]::new);
    }

    @OPTIONS
    @Path("{any:.*}")
    @Operation(hidden = true)
    public Response deep(@Context HttpHeaders headers) {
        return answer(headers);
    }

    @OPTIONS
    @Operation(hidden = true)
    public Response root(@Context HttpHeaders headers) {
        return answer(headers);
    }

    private static Response answer(HttpHeaders headers) {
        @Nullable String origin = headers.getHeaderString("Origin");
        Response.ResponseBuilder answer =
                Response.noContent().header("Allow", METHODS).header("Vary", "Origin");
        if (origin != null) {
            answer.header("Access-Control-Allow-Origin", origin)
                    .header("Access-Control-Allow-Methods", METHODS)
                    .header("Access-Control-Allow-Headers", REQUEST_HEADERS)
                    .header("Access-Control-Allow-Credentials", "true")
                    .header("Access-Control-Max-Age", "3600");
        }
        return answer.build();
    }
}
