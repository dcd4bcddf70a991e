package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.Subscriptions;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.rest.TenantContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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

/** {@code …/tenants/{tenantId}/subscription}: what the tenant has bought, for its members and for billing services. */
@Tag(name = "Subscription", description = "What a tenant has bought")
public final class SubscriptionResource {

    private final TenantContext context;
    private final TenantModel tenant;
    private final EntitlementProvider entitlements;
    private final Subscriptions subscriptions;

    SubscriptionResource(TenantContext context) {
        this.context = context;
        this.tenant = context.tenant();
        this.entitlements = EntitlementProvider.of(context.session());
        this.subscriptions = entitlements.subscriptions();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getSubscription",
            summary = "The tenant's subscription as it stands now",
            description = "Needs the role member, or a service's role manage-subscriptions.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    public Response get() {
        if (!isBilling()) {
            context.requireRead(TenantRole.MEMBER);
        }
        return answer();
    }

    @POST
    @Path("upgrade")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "upgradeSubscription",
            summary = "Move to a higher plan",
            description =
                    "Needs the role admin and a plan that is selfService, or a service's role manage-subscriptions."
                            + " A running period goes on on the new plan; a cancelled subscription begins anew.")
    @RequestBody(content = @Content(schema = @Schema(implementation = TierRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    @APIResponse(responseCode = "403", description = "not_self_service")
    @APIResponse(responseCode = "409", description = "not_an_upgrade")
    public Response upgrade(InputStream body) {
        requireChange();
        Plan plan = plan(body);
        hold();
        subscriptions.upgrade(tenant, plan);
        return answer();
    }

    @POST
    @Path("downgrade")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "downgradeSubscription",
            summary = "Move to a lower plan",
            description =
                    "Needs the role admin and a plan that is selfService, or a service's role manage-subscriptions."
                            + " Seats and keys beyond the new plan's stay; no more are added.")
    @RequestBody(content = @Content(schema = @Schema(implementation = TierRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    @APIResponse(responseCode = "403", description = "not_self_service")
    @APIResponse(responseCode = "409", description = "not_a_downgrade")
    public Response downgrade(InputStream body) {
        requireChange();
        Plan plan = plan(body);
        hold();
        subscriptions.downgrade(tenant, plan);
        return answer();
    }

    @POST
    @Path("cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelSubscription",
            summary = "End the subscription, now or when its period ends",
            description = "Needs the role admin, or a service's role manage-subscriptions. What follows is the realm's"
                    + " fallbackTier, a setting; without one the tenant loses access.")
    @RequestBody(content = @Content(schema = @Schema(implementation = CancellationRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    @APIResponse(responseCode = "409", description = "subscription_cancelled, no_period")
    public Response cancel(InputStream body) {
        requireChange();
        CancellationRepresentation wanted = JsonBody.readOptional(body).as(CancellationRepresentation.class);
        hold();
        subscriptions.cancel(tenant, !Boolean.FALSE.equals(wanted.atPeriodEnd()));
        return answer();
    }

    @POST
    @Path("renew")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "renewSubscription",
            summary = "One more period, counted from the end of the current one",
            description = "Needs a service's role manage-subscriptions. Takes back a cancellation that was to come."
                    + " Heeds Idempotency-Key, so that a repeated request does not renew twice.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    @APIResponse(responseCode = "403", description = "service_required")
    @APIResponse(responseCode = "409", description = "subscription_cancelled, no_period")
    public Response renew() {
        if (!isBilling()) {
            context.requireRead(TenantRole.MEMBER);
            throw Problem.forbidden("service_required", "Operators and billing services renew subscriptions")
                    .asException();
        }
        return IdempotencyKeys.run(context.session(), context.realm(), context.callerKey(), new byte[0], () -> {
            hold();
            subscriptions.renew(tenant);
            return answer();
        });
    }

    @PUT
    @Path("items/{service}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "switchSubscriptionItem",
            summary = "Switch a service of the plan on or off",
            description = "Needs the role admin, or a service's role manage-subscriptions.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ItemSwitchRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SubscriptionRepresentation.class)))
    @APIResponse(responseCode = "409", description = "not_in_plan")
    public Response switchItem(@PathParam("service") String service, InputStream body) {
        requireChange();
        Boolean enabled = JsonBody.read(body).as(ItemSwitchRepresentation.class).enabled();
        new Validation().check(enabled != null, "enabled", "is needed").orRefuse();
        hold();
        subscriptions.switchItem(tenant, service, Objects.requireNonNull(enabled));
        return answer();
    }

    private boolean isBilling() {
        return context.isService(TenantApi.ROLE_MANAGE_SUBSCRIPTIONS);
    }

    private void requireChange() {
        if (!isBilling()) {
            context.requireChange(TenantRole.ADMIN);
        }
    }

    /** Who the caller is may have changed while it waited for the tenant. */
    private void hold() {
        TenantContext held = context.hold();
        if (!isBilling()) {
            held.requireChange(TenantRole.ADMIN);
        }
    }

    private Plan plan(InputStream body) {
        String tier = JsonBody.read(body).as(TierRepresentation.class).tier();
        Plan plan = tier == null ? null : entitlements.plans().get(context.realm(), tier);
        new Validation().check(plan != null, "tier", "names no plan").orRefuse();
        if (!isBilling() && !Objects.requireNonNull(plan).selfService()) {
            throw Problem.forbidden("not_self_service", "This plan is not open to self-service")
                    .asException();
        }
        return Objects.requireNonNull(plan);
    }

    private Response answer() {
        return Answers.ok(SubscriptionRepresentation.of(
                        tenant.getId(), entitlements.snapshots().of(context.realm(), tenant.getId()), Times.now()))
                .build();
    }
}
