package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Keeps every answer below our paths in our form: the request id on each, no caching, and a problem document for each
 * refusal, or what its root's standard has instead, also for those that Keycloak or JAX-RS made before our code ran.
 */
@Provider
@Priority(Priorities.HEADER_DECORATOR)
public class ProblemFilter implements ContainerResponseFilter {

    /** The request's session, also after it was closed; what the thread is bound to is gone then. */
    @Context
    @Nullable
    KeycloakSession session;

    /**
     * Set on a request that writes its refusals itself, below a root that otherwise gives problem documents; what it does
     * not write becomes one.
     */
    public static final String OWN_ERROR_SHAPE = "oka.ownErrorShape";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        ErrorShape errors = OkaPaths.errors(path);
        if (errors == null) {
            return;
        }
        KeycloakSession current = Objects.requireNonNull(session);
        String requestId = RequestId.of(current);
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(RequestId.HEADER, requestId);
        headers.putSingle("X-Content-Type-Options", "nosniff");
        if (!headers.containsKey(HttpHeaders.CACHE_CONTROL)) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (response.getStatus() >= 400 && !isInItsForm(current, response)) {
            Problem problem = response.getEntity() instanceof Problem refusal
                    ? refusal
                    : ProblemResponses.forStatus(response.getStatus());
            problem.headers().forEach(headers::putSingle);
            response.setStatus(problem.status());
            response.setEntity(errors.body(problem, path, requestId), null, MediaType.valueOf(errors.mediaType()));
            headers.putSingle(HttpHeaders.CONTENT_TYPE, errors.mediaType());
        }
        RequestId.clearLogContext();
    }

    private static boolean isInItsForm(KeycloakSession session, ContainerResponseContext response) {
        return session.getAttribute(OWN_ERROR_SHAPE) != null
                && response.hasEntity()
                && !(response.getEntity() instanceof Problem);
    }
}
