package io.oka.keycloak.common.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Takes a {@code Content-Type} that is none out of a request that has been answered: Keycloak's filter for security
 * headers reads it once more, and what it throws there would replace our refusal by a 500. Runs before that filter.
 */
@Provider
@Priority(Priorities.USER + 1)
public class MalformedTypeFilter implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null || !OkaPaths.isOurs(request.getUriInfo().getPath())) {
            return;
        }
        try {
            MediaType.valueOf(type);
        } catch (IllegalArgumentException e) {
            request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        }
    }
}
