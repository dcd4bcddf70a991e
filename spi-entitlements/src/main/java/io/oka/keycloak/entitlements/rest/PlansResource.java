package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.Plans;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/entitlements/plans}: what is sold, as data. */
@Tag(name = "Plans (operators)", description = "What is sold, as data")
public final class PlansResource {

    private final Operator operator;
    private final Plans plans;

    PlansResource(Operator operator) {
        this.operator = operator;
        this.plans = EntitlementProvider.of(operator.session()).plans();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listPlans", summary = "The realm's plans, lowest rank first")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PlanRepresentation.class)))
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        operator.requireView();
        Page page = Page.of(first, max);
        List<Plan> all = plans.of(operator.realm()).all();
        return Answers.list(
                        all.stream()
                                .skip(page.first())
                                .limit(page.max())
                                .map(PlanRepresentation::of)
                                .toList(),
                        all.size())
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createPlan", summary = "Sell another plan")
    @RequestBody(content = @Content(schema = @Schema(implementation = PlanRepresentation.class)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = PlanRepresentation.class)))
    @APIResponse(responseCode = "409", description = "tier_taken, plan_limit_reached")
    public Response create(InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(operator.session(), operator.realm(), operator.key(), json.bytes(), () -> {
            Plan made = plans.create(operator.realm(), PlanInput.check(json.as(PlanRepresentation.class), 0));
            return Answers.created(operator.session().getContext().getUri(), made.tier(), PlanRepresentation.of(made))
                    .header(HttpHeaders.ETAG, EntityTags.of(made.version()))
                    .build();
        });
    }

    @GET
    @Path("{tier}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getPlan", summary = "One plan")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlanRepresentation.class)))
    @APIResponse(responseCode = "304")
    public Response get(@PathParam("tier") String tier, @Context HttpHeaders headers) {
        operator.requireView();
        Plan plan = require(plans.get(operator.realm(), tier));
        String tag = EntityTags.of(plan.version());
        return EntityTags.isKnown(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.notModified().header(HttpHeaders.ETAG, tag).build()
                : answer(plan);
    }

    @PUT
    @Path("{tier}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replacePlan",
            summary = "Write a plan anew",
            description =
                    "Acts at once for all tenants on it. What they have above its limits stays; nothing is added.")
    @RequestBody(content = @Content(schema = @Schema(implementation = PlanRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlanRepresentation.class)))
    @APIResponse(responseCode = "412")
    public Response replace(@PathParam("tier") String tier, @Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        PlanRepresentation wanted = JsonBody.read(body).as(PlanRepresentation.class);
        Plan held = hold(tier, headers);
        return update(held, wanted.tier() == null ? named(wanted, tier) : wanted);
    }

    @PATCH
    @Path("{tier}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "patchPlan",
            summary = "Change a plan",
            description = "What is absent stays as it is; null takes a limit away.")
    @RequestBody(content = @Content(schema = @Schema(implementation = PlanRepresentation.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlanRepresentation.class)))
    @APIResponse(responseCode = "412")
    public Response patch(@PathParam("tier") String tier, @Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        Patch patch = JsonBody.read(body).asPatch();
        Plan held = hold(tier, headers);
        return update(held, Merge.of(PlanRepresentation.of(held), patch, PlanRepresentation.class));
    }

    @DELETE
    @Path("{tier}")
    @Operation(operationId = "deletePlan", summary = "Stop selling a plan that nobody is on")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "plan_in_use")
    @APIResponse(responseCode = "412")
    public Response delete(@PathParam("tier") String tier, @Context HttpHeaders headers) {
        operator.requireManage();
        plans.delete(operator.realm(), hold(tier, headers));
        return Answers.noContent();
    }

    private Plan hold(String tier, HttpHeaders headers) {
        Plan held = require(plans.lock(operator.realm(), tier));
        EntityTags.requireMatch(headers, held.version());
        return held;
    }

    private Response update(Plan held, PlanRepresentation wanted) {
        new Validation()
                .check(held.tier().equals(wanted.tier()), "tier", "never changes")
                .orRefuse();
        return answer(plans.update(operator.realm(), PlanInput.check(wanted, held.version())));
    }

    private static PlanRepresentation named(PlanRepresentation wanted, String tier) {
        return new PlanRepresentation(
                tier,
                wanted.displayName(),
                wanted.rank(),
                wanted.selfService(),
                wanted.period(),
                wanted.graceDays(),
                wanted.quotaLimit(),
                wanted.services(),
                wanted.features(),
                wanted.keyLimit(),
                wanted.memberLimit());
    }

    private static Plan require(@Nullable Plan plan) {
        if (plan == null) {
            throw Problem.notFound().asException();
        }
        return plan;
    }

    private static Response answer(Plan plan) {
        return Answers.ok(PlanRepresentation.of(plan), plan.version()).build();
    }
}
