package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSession;
import io.oka.keycloak.tenants.TenantSessionProvider;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code …/tenants/{tenantId}/sessions}: what people have open of which service, and its end. In a suspended tenant too:
 * to end a session is to be safe.
 */
@Tag(name = "Sessions", description = "What people have open of which service, on which device")
public final class SessionsResource {

    private final TenantContext context;
    private final TenantModel tenant;
    private final TenantSessionProvider sessions;

    SessionsResource(TenantContext context) {
        this.context = context;
        this.tenant = context.tenant();
        this.sessions = context.session().getProvider(TenantSessionProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSessions",
            summary = "Sessions in this tenant, last used first",
            description = "Needs the role member, and gives the caller's own; an admin gets everybody's.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = SessionRepresentation.class)))
    public Response list(
            @Parameter(description = "Only this user's; another's needs the role admin") @QueryParam("userId") @Nullable
                    String userId,
            @Parameter(description = "Only those with this client, by its client id") @QueryParam("service") @Nullable
                    String service,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        context.requireRead(TenantRole.MEMBER);
        TenantSession.Filter filter = filter(userId, service);
        Page page = Page.of(first, max);
        return Answers.list(
                        sessions.getSessions(tenant, filter, page.first(), page.max()).stream()
                                .map(SessionRepresentation::of)
                                .toList(),
                        sessions.countSessions(tenant, filter))
                .build();
    }

    @DELETE
    @Operation(
            operationId = "endSessions",
            summary = "End the sessions that the list would give, this one included",
            description = "Needs the role member, and ends the caller's own; an admin without userId ends everybody's.")
    @APIResponse(responseCode = "204")
    public Response endAll(
            @Parameter(description = "Only this user's; another's needs the role admin") @QueryParam("userId") @Nullable
                    String userId,
            @Parameter(description = "Only those with this client, by its client id") @QueryParam("service") @Nullable
                    String service) {
        context.requireRead(TenantRole.MEMBER);
        sessions.endAll(tenant, filter(userId, service));
        return Answers.noContent();
    }

    @DELETE
    @Path("{sessionId}")
    @Operation(
            operationId = "endSession",
            summary = "End one session",
            description = "Needs the role member for one's own, admin for another's.")
    @APIResponse(responseCode = "204")
    public Response end(@PathParam("sessionId") String sessionId) {
        context.requireRead(TenantRole.MEMBER);
        TenantSession found = sessions.getSession(tenant, sessionId);
        if (found == null || !(seesAll() || found.userId().equals(context.userId()))) {
            // What a member may not see is not there.
            throw Problem.notFound().asException();
        }
        sessions.end(tenant, found);
        return Answers.noContent();
    }

    private TenantSession.Filter filter(@Nullable String userId, @Nullable String service) {
        String own = context.userId();
        boolean named = userId != null && !userId.isEmpty();
        if (named && !Objects.equals(userId, own)) {
            context.requireRead(TenantRole.ADMIN);
        }
        String wanted = named ? userId : seesAll() ? null : own;
        return new TenantSession.Filter(wanted, service == null || service.isEmpty() ? null : service);
    }

    private boolean seesAll() {
        return context.isOperator() || Objects.requireNonNull(context.role()).isAtLeast(TenantRole.ADMIN);
    }
}
