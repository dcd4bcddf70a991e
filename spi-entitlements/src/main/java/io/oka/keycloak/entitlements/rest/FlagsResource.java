package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.Flags;
import io.oka.keycloak.tenants.TenantProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/entitlements/flags}: who has what that is switched by flags. */
@Tag(name = "Flags (operators)", description = "Feature flags for tenants: by name, by tier, by rollout")
public final class FlagsResource {

    private final Operator operator;
    private final Flags flags;

    FlagsResource(Operator operator) {
        this.operator = operator;
        this.flags = EntitlementProvider.of(operator.session()).flags();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listFlags", summary = "The realm's flags, by key")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = FlagRepresentation.class)))
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        operator.requireView();
        Page page = Page.of(first, max);
        List<Flag> found = flags.search(operator.realm(), page.first(), page.max());
        Map<String, List<String>> tenants = flags.enabledTenants(
                operator.realm(), found.stream().map(Flag::key).toList());
        return Answers.list(
                        found.stream()
                                .map(flag -> FlagRepresentation.of(flag, tenants.getOrDefault(flag.key(), List.of())))
                                .toList(),
                        flags.count(operator.realm()))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createFlag", summary = "Make a flag")
    @RequestBody(content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = FlagRepresentation.class)))
    @APIResponse(responseCode = "409", description = "key_taken, flag_limit_reached")
    public Response create(InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(
                operator.session(), operator.realm(), operator.key(), json.bytes(), () -> create(json));
    }

    private Response create(JsonBody json) {
        FlagRepresentation wanted = json.as(FlagRepresentation.class);
        Flag accepted = FlagInput.check(wanted, 0);
        List<String> tenants = Objects.requireNonNullElse(wanted.enabledTenants(), List.<String>of()).stream()
                .distinct()
                .sorted()
                .toList();
        requireTenants(operator, tenants);
        Flag made = flags.create(operator.realm(), accepted, tenants);
        return Answers.created(
                        operator.session().getContext().getUri(), made.key(), FlagRepresentation.of(made, tenants))
                .header(HttpHeaders.ETAG, EntityTags.of(made.version()))
                .build();
    }

    @Path("{flagKey}")
    public FlagResource flag(@PathParam("flagKey") String key) {
        // Whether it is there is for those to know who may read the realm.
        operator.requireView();
        if (flags.get(operator.realm(), key) == null) {
            throw Problem.notFound().asException();
        }
        return new FlagResource(operator, key);
    }

    /** Ids of nothing would be typing errors that nobody notices. */
    static void requireTenants(Operator operator, List<String> tenantIds) {
        List<String> living = operator.session()
                .getProvider(TenantProvider.class)
                .living(operator.realm(), List.copyOf(new HashSet<>(tenantIds)));
        new Validation()
                .check(new HashSet<>(living).containsAll(tenantIds), "enabledTenants", "must be tenants of this realm")
                .orRefuse();
    }
}
