package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.MappingImport;
import io.oka.keycloak.sync.MappingImports;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code …/sync/mappings/imports}: what came of imports, refused ones and dry runs too. */
@Tag(name = "Mappings")
public final class MappingImportsResource {

    private final Operator operator;
    private final MappingImports imports;

    MappingImportsResource(Operator operator) {
        this.operator = operator;
        this.imports = SyncProvider.of(operator.session()).mappingImports();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listMappingImports",
            summary = "What came of imports, newest first",
            description = "Refused ones and dry runs too.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MappingImportPageRepresentation.class)))
    public Response list(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        List<MappingImportRepresentation> found = imports.list(operator.realm(), page).stream()
                .map(MappingImportRepresentation::of)
                .toList();
        return Answers.ok(page.answer(found, MappingImportRepresentation::id)).build();
    }

    @GET
    @Path("{importId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getMappingImport", summary = "What came of an import")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MappingImportRepresentation.class)))
    public Response get(@PathParam("importId") String id) {
        operator.requireView();
        MappingImport found = imports.get(operator.realm(), id);
        if (found == null) {
            throw Problem.notFound().asException();
        }
        return Answers.ok(MappingImportRepresentation.of(found)).build();
    }
}
