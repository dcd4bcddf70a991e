package io.oka.keycloak.tenants.invitation;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Takes {@code session_state} and {@code iss} off the address at which a login by invitation ends. The application did
 * not ask for this answer; and one whose own login begins from the address that it finds itself at, as Keycloak's account
 * console does, would send them along in its {@code redirect_uri} and be refused for it.
 */
@Provider
public class InvitationEndFilter implements ContainerResponseFilter {

    private static final String END = "oka.invitation.end";

    /** The request's session. */
    @Context
    @Nullable
    KeycloakSession session;

    /** If this request ends the login there, it does so without parameters. */
    static void endAt(KeycloakSession session, String url) {
        session.setAttribute(END, url);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object location = response.getHeaders().getFirst(HttpHeaders.LOCATION);
        String end = location == null || session == null ? null : session.getAttribute(END, String.class);
        if (end != null && String.valueOf(location).startsWith(end)) {
            response.getHeaders().putSingle(HttpHeaders.LOCATION, URI.create(end));
        }
    }
}
