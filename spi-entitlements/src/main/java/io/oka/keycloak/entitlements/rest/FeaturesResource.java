package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.flag.FlagEvaluator;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.rest.TenantContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/tenants/{tenantId}/features}: what the realm's flags are for this tenant. */
@Tag(name = "Features", description = "What the realm's flags are for a tenant")
public final class FeaturesResource {

    private final TenantContext context;

    FeaturesResource(TenantContext context) {
        this.context = context;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listFeatures",
            summary = "Each flag for this tenant, by key",
            description = "Needs the role member. All of them, unless first or max asks for a part.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = FeatureRepresentation.class)))
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        context.requireRead(TenantRole.MEMBER);
        Page page = Page.of(first, max);
        boolean all = first == null && max == null;
        String tenantId = context.tenant().getId();
        EntitlementSnapshot snapshot =
                EntitlementProvider.of(context.session()).snapshots().of(context.realm(), tenantId);
        FlagEvaluator evaluator = FlagEvaluator.of(snapshot, tenantId, null, Times.now());
        List<FeatureRepresentation> features = new TreeMap<>(snapshot.realm().flags())
                .values().stream()
                        .skip(all ? 0 : page.first())
                        .limit(all ? Long.MAX_VALUE : page.max())
                        .map(flag -> FeatureRepresentation.of(evaluator.evaluate(flag)))
                        .toList();
        return Answers.list(features, snapshot.realm().flags().size()).build();
    }
}
