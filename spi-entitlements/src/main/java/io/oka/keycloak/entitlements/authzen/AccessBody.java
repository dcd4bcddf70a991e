package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** The body of a request. Whatever is wrong with it is 400, its type included: the standard knows no 415. */
final class AccessBody {

    private AccessBody() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for anything but one JSON object that says it is JSON,
     *     413 over 1 MiB
     */
    static ObjectNode read(KeycloakSession session, InputStream body) {
        if (!isJson(session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE))) {
            throw Problem.badRequest("unsupported_media_type", "The Content-Type must be application/json")
                    .asException();
        }
        if (JsonBody.read(body).tree() instanceof ObjectNode object) {
            return object;
        }
        throw Problem.badRequest("malformed_json", "The body must be a JSON object")
                .asException();
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.valueOf(contentType);
            return type.getType().equalsIgnoreCase("application")
                    && type.getSubtype().equalsIgnoreCase("json");
        } catch (IllegalArgumentException e) {
            // No media type at all: said to the caller as such.
            return false;
        }
    }
}
