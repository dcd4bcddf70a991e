package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CsvDownload;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.Mappings;
import io.oka.keycloak.sync.SyncProvider;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/sync/mappings}: which code means what, for operators. */
@Tag(name = "Mappings", description = "What codes of another system mean here")
public final class MappingsResource {

    private static final String SYSTEM = "The other system; without it all of them";

    private final Operator operator;
    private final Mappings mappings;

    MappingsResource(Operator operator) {
        this.operator = operator;
        this.mappings = SyncProvider.of(operator.session()).mappings();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listMappings", summary = "Mappings, by system, type and external code")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = MappingRepresentation.class)))
    public Response list(
            @Parameter(description = SYSTEM) @QueryParam("agentSystem") @Nullable String system,
            @Parameter(description = "`tenant`, `plan` or `service`") @QueryParam("type") @Nullable String type,
            @Parameter(description = "The other system's code") @QueryParam("externalCode") @Nullable String external,
            @Parameter(description = "Our code") @QueryParam("internalCode") @Nullable String internal,
            @Parameter(description = "What one of the two codes begins with") @QueryParam("search") @Nullable
                    String search,
            @QueryParam("first") @Nullable String first,
            @QueryParam("max") @Nullable String max) {
        operator.requireView();
        Page page = Page.of(first, max);
        Mappings.Filter filter = new Mappings.Filter(
                MappingInput.system(system), MappingInput.type(type), said(external), said(internal), said(search));
        List<MappingRepresentation> found = mappings.search(operator.realm(), filter, page.first(), page.max()).stream()
                .map(MappingRepresentation::of)
                .toList();
        return Answers.list(found, mappings.count(operator.realm(), filter)).build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createMapping",
            summary = "Say what a code means",
            description = "In each system one code means one of ours, and one of ours has one code. What waits for the"
                    + " code resumes.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewMappingRepresentation.class)))
    @APIResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = MappingRepresentation.class)))
    @APIResponse(responseCode = "409", description = "external_code_taken, internal_code_taken")
    public Response create(InputStream body) {
        operator.requireManage();
        JsonBody json = JsonBody.read(body);
        return IdempotencyKeys.run(
                operator.session(), operator.realm(), operator.key(), json.bytes(), () -> create(json));
    }

    private Response create(JsonBody json) {
        NewMappingRepresentation wanted = json.as(NewMappingRepresentation.class);
        Mapping made = mappings.create(operator.realm(), MappingInput.check(operator.realm(), mappings, wanted));
        return Answers.created(operator.session().getContext().getUri(), made.id(), MappingRepresentation.of(made))
                .header(HttpHeaders.ETAG, EntityTags.of(made.version()))
                .build();
    }

    @GET
    @Path("history")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listMappingHistory",
            summary = "What was done to mappings, newest first",
            description = "Also to those that are no longer there.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MappingChangePageRepresentation.class)))
    public Response history(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        List<MappingChangeRepresentation> found = mappings.history(operator.realm(), null, page).stream()
                .map(MappingChangeRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, MappingChangeRepresentation::id)).build();
    }

    @GET
    @Path("export")
    @Produces(CsvDownload.MEDIA_TYPE)
    @Operation(
            operationId = "exportMappings",
            summary = "Mappings as CSV",
            description = "As an import takes them. What a spreadsheet would run as a formula has an apostrophe before"
                    + " it, which an import takes off again.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = CsvDownload.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING)))
    public Response export(
            @Parameter(description = SYSTEM) @QueryParam("agentSystem") @Nullable String system,
            @Parameter(description = "`tenant`, `plan` or `service`") @QueryParam("type") @Nullable String type) {
        operator.requireView();
        Mappings.Filter filter =
                new Mappings.Filter(MappingInput.system(system), MappingInput.type(type), null, null, null);
        return CsvDownload.of(
                operator.session(), operator.realm(), "mappings.csv", MappingCells.HEADER, new MappingCells(filter));
    }

    @Path("import")
    public MappingImportResource imports() {
        return new MappingImportResource(operator);
    }

    @Path("imports")
    public MappingImportsResource pastImports() {
        return new MappingImportsResource(operator);
    }

    @Path("{mappingId}")
    public MappingResource mapping(@PathParam("mappingId") String id) {
        // Whether it is there is for those to know who may read the realm.
        operator.requireView();
        return new MappingResource(operator, id);
    }

    private static @Nullable String said(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    static Mapping require(@Nullable Mapping mapping) {
        if (mapping == null) {
            throw Problem.notFound().asException();
        }
        return mapping;
    }
}
