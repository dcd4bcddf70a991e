package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.change.ChangeLog;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.TimeParameter;
import io.oka.keycloak.tenants.TenantRole;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/tenants/{tenantId}/audit}: who did what to this tenant, from the change log itself. */
@Tag(name = "Audit", description = "Who did what to a tenant")
public final class AuditResource {

    private final TenantContext context;

    AuditResource(TenantContext context) {
        this.context = context;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listAudit",
            summary = "Who did what to this tenant, newest first",
            description = "Needs the role admin.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AuditPageRepresentation.class)))
    public Response list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "One of the event types, or a prefix of them that ends in *")
                    @QueryParam("type")
                    @Nullable
                    String type,
            @Parameter(description = "Whose doing it was") @QueryParam("actorId") @Nullable String actorId,
            @Parameter(
                            description = "From this time on",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = "Before this time",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("to")
                    @Nullable
                    String to) {
        context.requireRead(TenantRole.ADMIN);
        CursorPage page = CursorPage.of(cursor, limit);
        ChangeLog.Filter filter =
                new ChangeLog.Filter(type, actorId, TimeParameter.of("from", from), TimeParameter.of("to", to));
        ChangeLog log = new ChangeLog(context.session(), context.realm());
        return Answers.ok(page.answer(log.ofTenant(context.tenant().getId(), filter, page), ChangeLog.Entry::id))
                .build();
    }
}
