package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.entitlements.quota.Quotas;
import io.oka.keycloak.entitlements.quota.UsageProvider;
import io.oka.keycloak.tenants.rest.TenantContext;
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

/** {@code …/tenants/{tenantId}/quota}: what is left. */
@Tag(name = "Quota", description = "What is left of a tenant's limits")
public final class QuotaResource {

    private final TenantContext context;

    QuotaResource(TenantContext context) {
        this.context = context;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getQuota",
            summary = "Whether so much may be used, and what is left",
            description = "Needs the role member, of services authorize or record-usage, or of API keys the scope"
                    + " usage:write; a key asks about itself. Uses nothing, and is advice:"
                    + " what other nodes of the server count comes in within two seconds.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = QuotaRepresentation.class)))
    @APIResponse(responseCode = "403", description = "insufficient_scope, foreign_subject")
    public Response get(
            @Parameter(description = "What it would be used on") @QueryParam("service") @Nullable String service,
            @Parameter(description = "The API key that would use it; a key's own where a key asks")
                    @QueryParam("apiKeyId")
                    @Nullable
                    String apiKeyId,
            @Parameter(
                            description = "How many units",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            format = "int64",
                                            minimum = "0",
                                            maximum = "1000000000000",
                                            defaultValue = "1"))
                    @QueryParam("quantity")
                    @Nullable
                    String quantity) {
        if (!context.isService(TenantApi.ROLE_AUTHORIZE)) {
            UsageAccess.requireReading(context);
        }
        QuotaRequest question = UsageInput.question(context, service, apiKeyId, quantity);
        QuotaAnswer answer = Quotas.of(context.session()).peek(context.realm(), question);
        return RateLimits.on(
                        Answers.ok(QuotaRepresentation.of(answer)),
                        answer,
                        context.session().getProvider(UsageProvider.class).now())
                .build();
    }
}
