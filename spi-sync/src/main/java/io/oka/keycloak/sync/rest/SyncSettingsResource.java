package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.outgoing.OutgoingTargets;
import io.oka.keycloak.common.outgoing.OutgoingUrl;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.SyncOptions;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncSettings;
import io.oka.keycloak.sync.operations.SettingsRules;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/sync/settings}: what operators decide about sync, for operators. */
@Tag(name = "Sync operations", description = "Settings of sync, breakers, and what operators are told of")
public final class SyncSettingsResource {

    private static final String ALERT_URL = "alertUrl";

    private static final Set<String> PATCHABLE = Set.of(
            "concurrency",
            "maxQueuedItems",
            ALERT_URL,
            "alertTargets",
            "alerts",
            "breaker",
            "reconciliation",
            "retentionDays");

    private final Operator operator;

    SyncSettingsResource(Operator operator) {
        this.operator = operator;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getSyncSettings",
            summary = "The settings of sync",
            description = "What nobody has decided is shown as what is usual.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncSettingsRepresentation.class)))
    public Response get() {
        operator.requireView();
        return answer(options().get(operator.realm()));
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "patchSyncSettings",
            summary = "Change settings of sync",
            description = "A JSON Merge Patch (RFC 7396): at each depth what is absent stays as it is, and null brings"
                    + " back what is usual. Workers go by it within seconds.")
    @RequestBody(content = @Content(schema = @Schema(implementation = SyncSettingsPatchRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SyncSettingsRepresentation.class)))
    @APIResponse(responseCode = "412")
    public Response patch(@Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.read(body);
        Patch patch = json.asPatch().allow(PATCHABLE, Set.of());
        SyncOptions.Stored held = options().lock(operator.realm());
        EntityTags.requireMatch(headers, held.version());
        ObjectNode others = json.tree().deepCopy();
        others.remove(ALERT_URL);
        String shown = SyncSettingsRepresentation.masked(held.alertOrigin());
        if (!patch.has(ALERT_URL) || (shown != null && shown.equals(patch.getText(ALERT_URL)))) {
            return answer(options().change(operator.realm(), held, others));
        }
        String url = patch.getText(ALERT_URL);
        SyncSettings settings = SettingsRules.checked(SettingsRules.merge(held.own(), others));
        requireAcceptable(url, settings);
        return answer(options().change(operator.realm(), held, others, url));
    }

    @Path("alerts")
    public SyncAlertsResource alerts() {
        return new SyncAlertsResource(operator);
    }

    /** Where a name leads is seen when it is connected to, each time. */
    private static void requireAcceptable(@Nullable String url, SyncSettings settings) {
        if (url == null) {
            return;
        }
        String wrong;
        try {
            wrong = OutgoingTargets.of(settings.alertTargets(), false).objection(OutgoingUrl.parse(url));
        } catch (IllegalArgumentException e) {
            wrong = e.getMessage();
        }
        if (wrong != null) {
            throw Problem.invalid(ALERT_URL, wrong).asException();
        }
    }

    private SyncOptions options() {
        return SyncProvider.of(operator.session()).options();
    }

    private static Response answer(SyncOptions.Stored stored) {
        return Answers.ok(SyncSettingsRepresentation.of(stored), stored.version())
                .build();
    }
}
