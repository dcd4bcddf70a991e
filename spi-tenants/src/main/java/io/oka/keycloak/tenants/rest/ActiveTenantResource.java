package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.login.TenantChoice;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/tenants/active}: the tenant that the calling token's session is for. */
@Tag(name = "Tenants")
public final class ActiveTenantResource {

    private final KeycloakSession session;
    private final Caller.Member person;

    ActiveTenantResource(KeycloakSession session, Caller.Member person) {
        this.session = session;
        this.person = person;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "switchTenant",
            summary = "Work for another tenant, without a new login",
            description =
                    "Needs a user's token. The next token of the calling client carries the tenant; with everywhere,"
                            + " those of the login's other clients too. A token that has no session of its own gets no_session.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ActiveTenantRepresentation.class)))
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "403", description = "user_token_required")
    @APIResponse(responseCode = "409", description = "no_session")
    public Response switchTo(InputStream body) {
        ActiveTenantRepresentation wanted = JsonBody.read(body).as(ActiveTenantRepresentation.class);
        new Validation()
                .check(wanted.tenantId() != null, "tenantId", "is needed")
                .orRefuse();
        String tenantId = Objects.requireNonNull(wanted.tenantId());
        if (TenantChoice.membership(
                        session, session.getContext().getRealm(), person.user().getId(), tenantId)
                == null) {
            throw Problem.notFound().asException();
        }
        boolean everywhere = Boolean.TRUE.equals(wanted.everywhere());
        if (TenantChoice.switchTo(session, person, tenantId, everywhere) == TenantChoice.SwitchResult.NO_SESSION) {
            throw Problem.conflict("no_session", "This token has no session of its own that could remember the tenant")
                    .asException();
        }
        return Answers.noContent();
    }
}
