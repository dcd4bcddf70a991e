package io.oka.keycloak.sync.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.Agent;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.NewJob;
import io.oka.keycloak.sync.apply.ItemSchemas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job. What is wrong with the job refuses it; what is wrong with one item makes that item a dead letter and leaves
 * the others alone.
 */
final class JobInput {

    /** All that a number in JSON can hold for sure. */
    static final long HIGHEST_VERSION = 1L << 53;

    private static final int LARGEST_DATA = 64 * 1024;

    private static final Pattern CODE = Pattern.compile("[^\\p{Cntrl}]{1,255}");

    private static final Set<String> MEMBERS = Set.of("type", "items", "snapshot");
    private static final Set<String> ITEM_MEMBERS = Set.of("externalCode", "version", "data");

    /** Under which pages of snapshots are applied one after the other. */
    private static final String SNAPSHOT = "snapshot";

    private static final String TYPES =
            Arrays.stream(JobType.values()).map(JobType::wireName).collect(Collectors.joining(", "));

    private JobInput() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is no job, {@code too_many_items}; 403 {@code
     *     not_allowed} for one that the agent may not send
     */
    static NewJob read(JsonBody body, Agent agent) {
        Patch job = body.asPatch().allow(MEMBERS, Set.of());
        JobType type = type(job.get("type"));
        if (!agent.capabilities().jobTypes().contains(type)) {
            throw Problem.forbidden("not_allowed", "The agent may not send " + type.wireName())
                    .asException();
        }
        boolean snapshot = type == JobType.RECONCILE_SNAPSHOT;
        if (!snapshot && job.has("snapshot")) {
            throw Problem.invalid("snapshot", "is for reconcile.snapshot only").asException();
        }
        ArrayNode items = items(job.get("items"), snapshot, agent.capabilities().maxItemsPerJob());
        return NewJob.ofAgent(agent, type, snapshot ? List.of(page(job)) : each(type, items));
    }

    private static JobType type(@Nullable JsonNode text) {
        JobType type = text != null && text.isTextual() ? JobType.find(text.textValue()) : null;
        if (type == null) {
            throw Problem.invalid("type", "must be one of " + TYPES).asException();
        }
        return type;
    }

    private static ArrayNode items(@Nullable JsonNode items, boolean snapshot, int most) {
        if (snapshot && (items == null || items.isNull())) {
            return Json.MAPPER.createArrayNode();
        }
        if (!(items instanceof ArrayNode array) || (array.isEmpty() && !snapshot)) {
            throw Problem.invalid("items", "must be an array of at least one item")
                    .asException();
        }
        if (array.size() > most) {
            throw new Problem(
                            400,
                            "too_many_items",
                            "The job has too many items",
                            "The agent may send " + most + " at a time",
                            List.of(new FieldError("items", "must be at most " + most)),
                            Map.of())
                    .asException();
        }
        return array;
    }

    private static List<NewJob.Item> each(JobType type, ArrayNode items) {
        List<NewJob.Item> read = new ArrayList<>(items.size());
        items.forEach(item -> read.add(item(type, item)));
        return read;
    }

    private static NewJob.Item item(JobType type, JsonNode item) {
        if (!item.isObject()) {
            return new NewJob.Item(null, null, item, "The item must be an object");
        }
        List<String> errors = new ArrayList<>();
        item.fieldNames().forEachRemaining(name -> {
            if (!ITEM_MEMBERS.contains(name)) {
                errors.add(name + " is not known here");
            }
        });
        String code = code(item.path("externalCode"));
        if (code == null) {
            errors.add("externalCode must be 1 to 255 characters, none of them a control character");
        }
        Long version = version(item.path("version"));
        if (version == null) {
            errors.add("version must be a whole number from 0 to 2^53");
        }
        JsonNode data = item.has("data") ? item.get("data") : NullNode.getInstance();
        if (Json.write(data).length > LARGEST_DATA) {
            errors.add("data must be at most 64 KiB");
        } else {
            String error = ItemSchemas.check(type, data);
            if (error != null) {
                errors.add(error);
            }
        }
        return new NewJob.Item(code, version, data, errors.isEmpty() ? null : String.join("; ", errors));
    }

    private static @Nullable String code(JsonNode text) {
        return text.isTextual() && CODE.matcher(text.textValue()).matches() ? text.textValue() : null;
    }

    private static @Nullable Long version(JsonNode number) {
        boolean whole = number.isIntegralNumber() && number.canConvertToLong();
        return whole && number.longValue() >= 0 && number.longValue() <= HIGHEST_VERSION ? number.longValue() : null;
    }

    /** All of a page is one item: it is compared as a whole. */
    private static NewJob.Item page(Patch job) {
        JsonNode snapshot = Objects.requireNonNullElse(job.get("snapshot"), NullNode.getInstance());
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.set("snapshot", snapshot);
        JsonNode items = job.get("items");
        if (items != null && !items.isNull()) {
            data.set("items", items);
        }
        Long page = version(snapshot.path("page"));
        String error = ItemSchemas.check(JobType.RECONCILE_SNAPSHOT, data);
        return new NewJob.Item(SNAPSHOT, page, data, page == null && error == null ? "snapshot.page is needed" : error);
    }
}
