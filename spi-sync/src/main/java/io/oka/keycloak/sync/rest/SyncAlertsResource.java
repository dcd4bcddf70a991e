package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.SyncAlerts;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/sync/settings/alerts}: what operators are, or would be, told of. */
@Tag(name = "Sync operations")
public final class SyncAlertsResource {

    private final Operator operator;

    SyncAlertsResource(Operator operator) {
        this.operator = operator;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listSyncAlerts",
            summary = "What operators are told of, newest first",
            description = "Each thing stands once for as long as it holds, also where alerts go nowhere.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncAlertPageRepresentation.class)))
    public Response list(
            @Parameter(description = "Only those in this state", schema = @Schema(enumeration = {"firing", "resolved"}))
                    @QueryParam("state")
                    @Nullable
                    String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        List<SyncAlertRepresentation> found = alerts().list(operator.realm(), firing(state), page).stream()
                .map(SyncAlertRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, SyncAlertRepresentation::id)).build();
    }

    @POST
    @Path("test")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "testSyncAlerts",
            summary = "Try where alerts go",
            description = "A word is sent there at once, and once only. What came of it is in the list of alerts.")
    @APIResponse(
            responseCode = "202",
            description = "It is about to be sent",
            content = @Content(schema = @Schema(implementation = SyncAlertRepresentation.class)))
    @APIResponse(responseCode = "409", description = "no_alert_url")
    public Response test() {
        operator.requireManage();
        return Response.accepted(Json.write(SyncAlertRepresentation.of(alerts().test(operator.realm()))))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static @Nullable Boolean firing(@Nullable String state) {
        if (state == null || state.isEmpty()) {
            return null;
        }
        if (!state.equals("firing") && !state.equals("resolved")) {
            throw Problem.invalid("state", "must be firing or resolved").asException();
        }
        return state.equals("firing");
    }

    private SyncAlerts alerts() {
        return SyncProvider.of(operator.session()).alerts();
    }
}
