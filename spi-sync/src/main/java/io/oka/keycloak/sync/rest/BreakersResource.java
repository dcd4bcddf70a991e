package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.BreakerState;
import io.oka.keycloak.sync.Breakers;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SystemBreaker;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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

/** {@code …/sync/breakers}: whether items of a system are applied at all, for operators. */
@Tag(name = "Sync operations")
public final class BreakersResource {

    private static final String AUTO = "auto";

    private final Operator operator;

    BreakersResource(Operator operator) {
        this.operator = operator;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSyncBreakers",
            summary = "The breakers of all systems",
            description = "Of each system that an agent has enrolled for.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = BreakerRepresentation.class)))
    public Response list(@QueryParam("first") @Nullable String first, @QueryParam("max") @Nullable String max) {
        operator.requireView();
        List<BreakerRepresentation> found = breakers().list(operator.realm(), Page.of(first, max)).stream()
                .map(BreakerRepresentation::of)
                .toList();
        return Answers.list(found, breakers().count(operator.realm())).build();
    }

    @GET
    @Path("{agentSystem}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getSyncBreaker",
            summary = "The breaker of a system",
            description = "It opens when many items fail for a reason that may pass, and tries one after a while.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = BreakerRepresentation.class)))
    public Response get(@PathParam("agentSystem") String agentSystem) {
        operator.requireView();
        return answer(breakers().get(operator.realm(), agentSystem));
    }

    @POST
    @Path("{agentSystem}/force")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "forceSyncBreaker",
            summary = "Hold a breaker, or let it go",
            description =
                    "Held open, nothing of the system is applied, and what its agents send waits. Held closed, all"
                            + " is applied however much fails.")
    @RequestBody(content = @Content(schema = @Schema(implementation = BreakerForceRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = BreakerRepresentation.class)))
    public Response force(@PathParam("agentSystem") String agentSystem, InputStream body) {
        operator.requireManage();
        String wanted = JsonBody.read(body).as(BreakerForceRepresentation.class).state();
        return answer(breakers().force(operator.realm(), agentSystem, state(wanted)));
    }

    /** What it is to be held at; null to let it go. */
    private static @Nullable BreakerState state(@Nullable String wanted) {
        if (AUTO.equals(wanted)) {
            return null;
        }
        for (BreakerState state : List.of(BreakerState.OPEN, BreakerState.CLOSED)) {
            if (state.wireName().equals(wanted)) {
                return state;
            }
        }
        throw Problem.invalid("state", "must be open, closed or auto").asException();
    }

    private static Response answer(@Nullable SystemBreaker breaker) {
        if (breaker == null) {
            throw Problem.notFound().asException();
        }
        return Answers.ok(BreakerRepresentation.of(breaker)).build();
    }

    private Breakers breakers() {
        return SyncProvider.of(operator.session()).breakers();
    }
}
