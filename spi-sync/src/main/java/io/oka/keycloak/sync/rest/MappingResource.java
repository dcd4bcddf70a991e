package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.Mappings;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** {@code …/sync/mappings/{id}}: one mapping. */
@Tag(name = "Mappings")
public final class MappingResource {

    private final Operator operator;
    private final RealmModel realm;
    private final Mappings mappings;
    private final String id;

    MappingResource(Operator operator, String id) {
        this.operator = operator;
        this.realm = operator.realm();
        this.mappings = SyncProvider.of(operator.session()).mappings();
        this.id = id;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getMapping", summary = "One mapping")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MappingRepresentation.class)))
    @APIResponse(responseCode = "304")
    public Response get(@Context HttpHeaders headers) {
        operator.requireView();
        Mapping mapping = MappingsResource.require(mappings.get(realm, id));
        String tag = EntityTags.of(mapping.version());
        return EntityTags.isKnown(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.notModified().header(HttpHeaders.ETAG, tag).build()
                : answer(mapping);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceMapping",
            summary = "Let a code mean something else",
            description = "Only `internalCode` can change: another code is another mapping. What the other system said"
                    + " of a customer before stays as it was applied; what it says from then on goes to the tenant that"
                    + " the code means now.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewMappingRepresentation.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MappingRepresentation.class)))
    @APIResponse(responseCode = "409", description = "internal_code_taken")
    @APIResponse(responseCode = "412")
    public Response replace(@Context HttpHeaders headers, InputStream body) {
        operator.requireManage();
        NewMappingRepresentation wanted = JsonBody.read(body).as(NewMappingRepresentation.class);
        Mapping held = hold(headers);
        MappedCode now = held.code();
        MappedCode asked = MappingInput.check(realm, mappings, wanted);
        new Validation()
                .check(asked.system().equals(now.system()), "agentSystem", "never changes")
                .check(asked.type() == now.type(), "type", "never changes")
                .check(asked.externalCode().equals(now.externalCode()), "externalCode", "never changes")
                .orRefuse();
        return answer(mappings.change(realm, held, asked.internalCode()));
    }

    @DELETE
    @Operation(
            operationId = "deleteMapping",
            summary = "Let a code mean nothing",
            description = "What comes for it from then on waits until it is mapped again.")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "412")
    public Response delete(@Context HttpHeaders headers) {
        operator.requireManage();
        mappings.delete(realm, hold(headers));
        return Answers.noContent();
    }

    @GET
    @Path("history")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getMappingHistory",
            summary = "What was done to a mapping, newest first",
            description = "Also to one that is no longer there.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = MappingChangePageRepresentation.class)))
    public Response history(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        operator.requireView();
        CursorPage page = CursorPage.of(cursor, limit);
        List<MappingChangeRepresentation> found = mappings.history(realm, id, page).stream()
                .map(MappingChangeRepresentation::of)
                .toList();
        if (found.isEmpty() && page.after() == null) {
            throw Problem.notFound().asException();
        }
        return Answers.ok(page.answer(found, MappingChangeRepresentation::id)).build();
    }

    private Mapping hold(HttpHeaders headers) {
        Mapping held = MappingsResource.require(mappings.lock(realm, id));
        EntityTags.requireMatch(headers, held.version());
        return held;
    }

    private static Response answer(Mapping mapping) {
        return Answers.ok(MappingRepresentation.of(mapping), mapping.version()).build();
    }
}
