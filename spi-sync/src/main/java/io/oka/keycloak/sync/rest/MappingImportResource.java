package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.BoundedBody;
import io.oka.keycloak.common.http.CsvDownload;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.ProblemFilter;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemDocument;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.MappingImport;
import io.oka.keycloak.sync.MappingImports;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** {@code …/sync/mappings/import}: many mappings at once. */
@Tag(name = "Mappings")
public final class MappingImportResource {

    static final int MOST_MEBIBYTES = 64;

    private static final Logger LOG = Logger.getLogger(MappingImportResource.class);

    private final Operator operator;
    private final KeycloakSession session;

    MappingImportResource(Operator operator) {
        this.operator = operator;
        this.session = operator.session();
    }

    @POST
    @Consumes(CsvDownload.MEDIA_TYPE)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importMappings",
            summary = "Map many codes at once",
            description = "CSV (RFC 4180) in UTF-8, up to 64 MiB, whose first line names the columns `type`,"
                    + " `externalCode`, `internalCode` and perhaps `agentSystem`. All lines, or none: with any line refused"
                    + " nothing is changed, and the answer says which they are and why. What waits for a code resumes.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = CsvDownload.MEDIA_TYPE,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "type,externalCode,internalCode\nplan,GOLD,pro\n"))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MappingImportRepresentation.class)))
    @APIResponse(responseCode = "409", description = "mappings_changed, too_many_systems")
    @APIResponse(responseCode = "413", description = "payload_too_large")
    @APIResponse(responseCode = "415", description = "unsupported_charset")
    @APIResponse(responseCode = "422", description = "import_refused")
    public Response run(
            @Parameter(description = "Say what would be done, and change nothing") @QueryParam("dryRun") @Nullable
                    String dryRun,
            @Parameter(description = "Whose codes they are; without it each line says so")
                    @QueryParam("agentSystem")
                    @Nullable
                    String system,
            @Parameter(
                            description = "`create` refuses codes that mean something else already; `upsert` lets them"
                                    + " mean what the file says",
                            schema =
                                    @Schema(
                                            enumeration = {"create", "upsert"},
                                            defaultValue = "create"))
                    @QueryParam("mode")
                    @Nullable
                    String mode,
            @Context HttpHeaders headers,
            InputStream body) {
        operator.requireManage();
        MappingImports.Terms terms = new MappingImports.Terms(
                MappingInput.system(system),
                MappingInput.mode(mode),
                MappingInput.flag("dryRun", dryRun),
                operator.userId());
        requireUtf8(headers.getMediaType());
        MappingImport done = read(terms, new BoundedBody(body, MOST_MEBIBYTES));
        return done.refused() == 0 || done.dryRun()
                ? Answers.ok(MappingImportRepresentation.of(done)).build()
                : refused(done);
    }

    private MappingImport read(MappingImports.Terms terms, InputStream body) {
        try {
            MappingImport done = SyncProvider.of(session)
                    .mappingImports()
                    .run(operator.realm(), terms, new MappingLines(body, terms.system()));
            // A client that is still sending does not hear an answer.
            body.transferTo(OutputStream.nullOutputStream());
            return done;
        } catch (IOException | UncheckedIOException e) {
            // Most likely the client is gone and reads no answer.
            LOG.debug("The body of an import could not be read to its end", e);
            throw Problem.badRequest("malformed_csv", "The body could not be read")
                    .asException();
        }
    }

    /** Not thrown, so that the import stands in the list of imports; it has changed nothing else. */
    private Response refused(MappingImport done) {
        List<FieldError> errors = done.errors().stream()
                .map(error -> new FieldError(
                        "line " + error.line() + (error.column() == null ? "" : ", " + error.column()),
                        error.message()))
                .toList();
        Problem problem = new Problem(
                422,
                "import_refused",
                "Lines of the file cannot be imported",
                "Nothing was imported: " + done.refused() + " of " + done.rows() + " lines are refused",
                errors,
                Map.of());
        ObjectNode document = Json.MAPPER.valueToTree(ProblemDocument.of(problem, RequestId.of(session)));
        document.set("report", Json.MAPPER.valueToTree(MappingImportRepresentation.of(done)));
        session.setAttribute(ProblemFilter.OWN_ERROR_SHAPE, true);
        return Response.status(422)
                .type(Problem.MEDIA_TYPE)
                .entity(Json.write(document))
                .build();
    }

    private static void requireUtf8(@Nullable MediaType type) {
        String charset = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw Problem.of(415, "unsupported_charset", "This encoding is not read here", "Send it in UTF-8")
                    .asException();
        }
    }
}
