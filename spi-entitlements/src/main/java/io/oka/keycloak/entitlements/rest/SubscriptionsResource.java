package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.entitlements.SubscriptionUpdate;
import io.oka.keycloak.entitlements.Subscriptions;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** {@code …/entitlements/subscriptions}: what tenants have bought, for operators and the systems that bill for them. */
@Tag(name = "Subscriptions (operators)", description = "What tenants have bought")
public final class SubscriptionsResource {

    private final Operator operator;
    private final RealmModel realm;
    private final EntitlementProvider entitlements;
    private final Subscriptions subscriptions;
    private final TenantProvider tenants;

    SubscriptionsResource(Operator operator) {
        this.operator = operator;
        this.realm = operator.realm();
        this.entitlements = EntitlementProvider.of(operator.session());
        this.subscriptions = entitlements.subscriptions();
        this.tenants = operator.session().getProvider(TenantProvider.class);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listSubscriptions", summary = "Subscriptions as they stand now, oldest first")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = SubscriptionRepresentation.class)))
    public Response list(
            @Parameter(
                            description = "Only those of this status",
                            schema = @Schema(implementation = SubscriptionStatus.class))
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "Only those of this plan") @QueryParam("tier") @Nullable String tier,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        operator.requireView();
        Page page = Page.of(first, max);
        SubscriptionStatus wanted = SubscriptionStatus.find(status);
        new Validation()
                .check(status == null || wanted != null, "status", "must be active, past_due or cancelled")
                .orRefuse();
        Subscriptions.Query query = new Subscriptions.Query(wanted, tier);
        return Answers.list(
                        represent(subscriptions.search(realm, query, page.first(), page.max())),
                        subscriptions.count(realm, query))
                .build();
    }

    @GET
    @Path("{tenantId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getSubscriptionForOperator", summary = "One tenant's subscription as it stands now")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    public Response get(@PathParam("tenantId") String tenantId) {
        operator.requireView();
        return answer(require(tenantId));
    }

    @PUT
    @Path("{tenantId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setSubscription",
            summary = "Set what a billing system or a person says",
            description =
                    "To any plan, in any status. A cancellation goes on with the realm's fallbackTier, if it names"
                            + " a plan.")
    @RequestBody(content = @Content(schema = @Schema(implementation = SubscriptionUpdateRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    public Response set(@PathParam("tenantId") String tenantId, InputStream body) {
        operator.requireManage();
        TenantModel tenant = require(tenantId);
        SubscriptionUpdate update = check(JsonBody.read(body).as(SubscriptionUpdateRepresentation.class));
        hold(tenant);
        subscriptions.set(tenant, update);
        return answer(tenant);
    }

    @POST
    @Path("{tenantId}/renew")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "renewSubscriptionForOperator",
            summary = "One more period, counted from the end of the current one",
            description =
                    "Takes back a cancellation that was to come. Heeds Idempotency-Key, so that a repeated request"
                            + " does not renew twice.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    @APIResponse(responseCode = "409", description = "subscription_cancelled, no_period")
    public Response renew(@PathParam("tenantId") String tenantId) {
        operator.requireManage();
        TenantModel tenant = require(tenantId);
        return IdempotencyKeys.run(operator.session(), realm, operator.key(), new byte[0], () -> {
            hold(tenant);
            subscriptions.renew(tenant);
            return answer(tenant);
        });
    }

    private TenantModel require(String tenantId) {
        TenantModel tenant = tenants.getTenant(realm, tenantId);
        if (tenant == null) {
            throw Problem.notFound().asException();
        }
        return tenant;
    }

    private void hold(TenantModel tenant) {
        tenants.lock(tenant);
        if (tenant.getDeletedAt() != null) {
            throw Problem.notFound().asException();
        }
    }

    private SubscriptionUpdate check(SubscriptionUpdateRepresentation wanted) {
        Plan plan = wanted.tier() == null ? null : entitlements.plans().get(realm, wanted.tier());
        new Validation()
                .check(plan != null, "tier", "names no plan of this realm")
                .check(
                        plan == null || plan.period() != null || wanted.currentPeriodEnd() == null,
                        "currentPeriodEnd",
                        "is not for a plan without period")
                .check(
                        wanted.currentPeriodEnd() == null || Times.isStorable(wanted.currentPeriodEnd()),
                        "currentPeriodEnd",
                        "is out of range")
                .check(
                        wanted.graceUntil() == null || Times.isStorable(wanted.graceUntil()),
                        "graceUntil",
                        "is out of range")
                .orRefuse();
        return new SubscriptionUpdate(
                Objects.requireNonNull(plan),
                wanted.status(),
                Times.kept(wanted.currentPeriodEnd()),
                Times.kept(wanted.graceUntil()),
                wanted.cancelAtPeriodEnd());
    }

    private List<SubscriptionRepresentation> represent(List<Subscriptions.OfTenant> found) {
        Instant now = Times.now();
        EntitlementSnapshot.OfRealm plans =
                new EntitlementSnapshot.OfRealm(entitlements.plans().of(realm), Map.of());
        String fallback = EntitlementSettings.fallbackTier(realm);
        Map<String, List<EntitlementOverride>> overrides = entitlements
                .overrides()
                .active(
                        realm,
                        found.stream().map(Subscriptions.OfTenant::tenantId).toList());
        return found.stream()
                .map(one -> SubscriptionRepresentation.of(
                        one.tenantId(),
                        new EntitlementSnapshot(
                                plans,
                                new EntitlementSnapshot.OfTenant(
                                        one.row(), overrides.getOrDefault(one.tenantId(), List.of()), Set.of()),
                                fallback),
                        now))
                .toList();
    }

    private Response answer(TenantModel tenant) {
        return Answers.ok(SubscriptionRepresentation.of(
                        tenant.getId(), entitlements.snapshots().of(realm, tenant.getId()), Times.now()))
                .build();
    }
}
