package io.oka.keycloak.common.realm;

import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** {@code /admin/realms/{realm}/oka}: Oka switched on, off and configured in a realm; its OpenAPI document. */
@Tag(name = "Realm set-up", description = "Oka switched on, off and configured in a realm; its OpenAPI document")
public final class OkaAdminResource {

    private static final String RESOURCE_TYPE = "OKA_REALM";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final OkaRealm oka;

    OkaAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.oka = new OkaRealm(session, realm);
        Acting.as(session, auth.adminAuth(), adminEvent);
    }

    @GET
    @Path("setup")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getSetup", summary = "How far Oka is set up in this realm")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SetupRepresentation.class)))
    public Response getSetup() {
        auth.realm().requireViewRealm();
        return Answers.ok(setup()).build();
    }

    @POST
    @Path("setup")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setUp",
            summary = "Switch Oka on in this realm",
            description = "Makes what is missing: the client tenant-api with its roles, the client scope tenants, the"
                    + " flow copies, and plans in a realm that has none. May be repeated at any time.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SetupRepresentation.class)))
    public Response setUp() {
        auth.realm().requireManageRealm();
        oka.switchOn();
        raise(OperationType.CREATE, "oka/setup", setup());
        return Answers.ok(setup()).build();
    }

    @DELETE
    @Path("setup")
    @Operation(
            operationId = "takeDown",
            summary = "Switch Oka off in this realm",
            description = "Its endpoints answer 404 and its claims are gone; data stays.")
    @APIResponse(responseCode = "204")
    public Response takeDown() {
        auth.realm().requireManageRealm();
        oka.switchOff();
        raise(OperationType.DELETE, "oka/setup", setup());
        return Answers.noContent();
    }

    @GET
    @Path("settings")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getSettings", summary = "What operators have decided for this realm, defaults included")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SettingsRepresentation.class)))
    public Response getSettings() {
        auth.realm().requireViewRealm();
        return Answers.ok(oka.settings()).build();
    }

    @PATCH
    @Path("settings")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "patchSettings", summary = "Decide; null brings a default back")
    @RequestBody(content = @Content(schema = @Schema(implementation = SettingsRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SettingsRepresentation.class)))
    public Response patchSettings(InputStream body) {
        auth.realm().requireManageRealm();
        Patch patch = JsonBody.read(body).asPatch();
        oka.patchSettings(patch);
        Map<String, Object> settings = oka.settings();
        raise(OperationType.UPDATE, "oka/settings", settings);
        return Answers.ok(settings).build();
    }

    @GET
    @Path("openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getOpenApiJson", summary = "The OpenAPI document of all of this, as JSON")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type =
                                                    org.eclipse.microprofile.openapi.annotations.enums.SchemaType
                                                            .OBJECT)))
    public Response openApiJson() {
        return document("openapi.json", MediaType.APPLICATION_JSON);
    }

    @GET
    @Path("openapi.yaml")
    @Produces("application/yaml")
    @Operation(operationId = "getOpenApiYaml", summary = "The OpenAPI document of all of this, as YAML")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/yaml",
                            schema =
                                    @Schema(
                                            type =
                                                    org.eclipse.microprofile.openapi.annotations.enums.SchemaType
                                                            .STRING)))
    public Response openApiYaml() {
        return document("openapi.yaml", "application/yaml");
    }

    private Response document(String name, String mediaType) {
        auth.realm().requireViewRealm();
        try (InputStream in = getClass().getClassLoader().getResourceAsStream("META-INF/oka/" + name)) {
            if (in == null) {
                throw Problem.notFound().asException();
            }
            return Response.ok(in.readAllBytes(), mediaType).build();
        } catch (IOException e) {
            throw new IllegalStateException("The OpenAPI document cannot be read from its jar", e);
        }
    }

    private SetupRepresentation setup() {
        return new SetupRepresentation(OkaRealm.isOn(realm), TenantApi.clientId(), oka.state());
    }

    private void raise(OperationType operation, String path, Object representation) {
        adminEvent
                .clone(session)
                .operation(operation)
                .resource(RESOURCE_TYPE)
                .resourcePath(path)
                .representation(representation)
                .success();
    }
}
