package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Answers;
import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.realm.Operator;
import io.oka.keycloak.sync.RetentionTable;
import io.oka.keycloak.sync.SyncOptions;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncRetention;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /admin/realms/{realm}/sync/retention}: how long each table is kept. */
@Tag(name = "Sync retention", description = "How long what sync writes is kept in a realm")
public final class RetentionResource {

    private static final int LONGEST_DAYS = 3650;

    private static final Set<String> NAMES = Arrays.stream(RetentionTable.values())
            .filter(RetentionTable::isOwn)
            .map(RetentionTable::wireName)
            .collect(Collectors.toUnmodifiableSet());

    private final Operator operator;

    RetentionResource(Operator operator) {
        this.operator = operator;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getSyncRetention",
            summary = "How long each table is kept",
            description = "And how many rows it has, and how many of them are due to be removed. What waits to be"
                    + " applied, dead letters that nobody discarded and differences that still stand are never due.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = RetentionTableRepresentation.All.class)))
    public Response get() {
        operator.requireView();
        return answer(options().get(operator.realm()).version());
    }

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "updateSyncRetention",
            summary = "Change how long tables are kept",
            description = "Days, 1 to 3650, by the table's name; null brings back what is usual. They are part of the"
                    + " settings of sync, whose `ETag` this is.")
    @RequestBody(
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            example = "{\"jobs\": 30, \"mappingHistory\": 365}")))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = RetentionTableRepresentation.All.class)))
    @APIResponse(responseCode = "412", description = "precondition_failed")
    public Response update(InputStream body) {
        operator.requireManage();
        Patch patch = JsonBody.read(body).asPatch().allow(NAMES, Set.of("items", "snapshotPages"));
        Validation validation = new Validation();
        ObjectNode days = Json.MAPPER.createObjectNode();
        for (String name : patch.names()) {
            Long value = patch.getLong(name);
            validation.check(
                    value == null || (value >= 1 && value <= LONGEST_DAYS), name, "must be 1 to " + LONGEST_DAYS);
            days.put(name, value);
        }
        validation.orRefuse();
        SyncOptions.Stored held = options().lock(operator.realm());
        EntityTags.requireMatch(operator.session().getContext().getRequestHeaders(), held.version());
        if (days.isEmpty()) {
            return answer(held.version());
        }
        ObjectNode change = Json.MAPPER.createObjectNode().set("retentionDays", days);
        return answer(options().change(operator.realm(), held, change).version());
    }

    @POST
    @Path("run")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "runSyncRetention",
            summary = "Remove what is due",
            description = "Of the tables that are named, or of all; it is also done each hour. A dry run counts exactly"
                    + " what would go, and removes nothing.")
    @RequestBody(
            required = false,
            content = @Content(schema = @Schema(implementation = RetentionRunRepresentation.Wanted.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = RetentionRunRepresentation.class)))
    public Response run(InputStream body) {
        operator.requireManage();
        RetentionRunRepresentation.Wanted wanted =
                JsonBody.readOptional(body).as(RetentionRunRepresentation.Wanted.class);
        Set<RetentionTable> tables = tables(wanted.tables());
        boolean dryRun = Boolean.TRUE.equals(wanted.dryRun());
        List<SyncRetention.Removed> removed = dryRun
                ? retention().dryRun(operator.realm(), tables)
                : retention().run(operator.realm(), tables);
        return Answers.ok(RetentionRunRepresentation.of(dryRun, removed)).build();
    }

    private Response answer(long version) {
        List<RetentionTableRepresentation> tables = retention().standings(operator.realm()).stream()
                .map(RetentionTableRepresentation::of)
                .toList();
        return Answers.ok(new RetentionTableRepresentation.All(tables), version).build();
    }

    /** Whoever names what goes with another table means that one. */
    private static Set<RetentionTable> tables(@Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return EnumSet.allOf(RetentionTable.class);
        }
        Set<RetentionTable> tables = EnumSet.noneOf(RetentionTable.class);
        for (String name : names) {
            RetentionTable table = name == null ? null : RetentionTable.find(name);
            if (table == null) {
                throw Problem.invalid("tables", "must be of " + String.join(", ", new TreeSet<>(NAMES)))
                        .asException();
            }
            tables.add(table.owner());
        }
        return tables;
    }

    private SyncRetention retention() {
        return SyncProvider.of(operator.session()).retention();
    }

    private SyncOptions options() {
        return SyncProvider.of(operator.session()).options();
    }
}
