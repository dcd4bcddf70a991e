package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.tenants.TenantSessionProvider;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/tenants/sessions}: what the caller has open, in whatever tenant. */
@Tag(name = "Sessions")
public final class OwnSessionsResource {

    private final KeycloakSession session;
    private final Caller.Member person;

    OwnSessionsResource(KeycloakSession session, Caller.Member person) {
        this.session = session;
        this.person = person;
    }

    @DELETE
    @Operation(
            operationId = "endAllSessions",
            summary = "End all of the caller's sessions, in every tenant and in none, this one included",
            description = "Needs a user's token. All of the person's logins to this realm end, offline ones too.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "403", description = "user_token_required")
    public Response endAll() {
        session.getProvider(TenantSessionProvider.class)
                .endAll(session.getContext().getRealm(), person.user());
        return Answers.noContent();
    }
}
