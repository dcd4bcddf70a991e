package io.oka.server.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the server compare: for each page first its count and hash, and its items only where these differ.
 *
 * @param pageSize how many codes a page covers
 */
record Comparison(AgentClient client, PushedJobs jobs, PrintStream out, int pageSize) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Which of our files has what is compared under which name. */
    private static final Map<String, ErpFiles.Kind> ENTITIES = entities();

    private static Map<String, ErpFiles.Kind> entities() {
        Map<String, ErpFiles.Kind> entities = new LinkedHashMap<>();
        entities.put("tenant", ErpFiles.Kind.CUSTOMERS);
        entities.put("subscription", ErpFiles.Kind.SUBSCRIPTIONS);
        return entities;
    }

    /** Every comparison that the server has asked for. */
    void runWanted(ErpFiles files, JsonNode heartbeat) {
        heartbeat.path("work").path("reconciliations").forEach(wanted -> run(files, wanted));
    }

    private void run(ErpFiles files, JsonNode wanted) {
        String id = wanted.path("id").asText();
        List<String> names = new ArrayList<>();
        wanted.path("entities").forEach(name -> names.add(name.asText()));
        for (String name : names) {
            boolean lastOfAll = name.equals(names.get(names.size() - 1));
            ErpFiles.Kind kind = ENTITIES.get(name);
            if (kind == null) {
                throw new AgentException("The server wants " + name + " compared, which this agent does not know");
            }
            List<String> fields = fields(wanted.path("fields").path(name));
            for (SnapshotPage page : SnapshotPage.pages(living(files, kind), pageSize)) {
                send(id, name, fields, page, lastOfAll && page.isLast());
            }
        }
        out.println("Comparison " + id + " is done; the operator sees what differs.");
    }

    private void send(String id, String entity, List<String> fields, SnapshotPage page, boolean last) {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("reconciliationId", id);
        snapshot.put("entity", entity);
        snapshot.put("page", page.number());
        if (!page.after().isEmpty()) {
            snapshot.put("after", page.after());
        }
        if (page.upTo() != null) {
            snapshot.put("upTo", page.upTo());
        }
        snapshot.put("count", page.items().size());
        snapshot.put("sha256", page.sha256(fields));
        snapshot.put("last", last);
        String result = result(Map.of("type", "reconcile.snapshot", "snapshot", snapshot));
        if ("items_wanted".equals(result)) {
            result = result(Map.of("type", "reconcile.snapshot", "snapshot", snapshot, "items", page.items()));
        }
        out.println(entity + " page " + page.number() + " (" + page.items().size() + "): " + result);
    }

    private @Nullable String result(Map<String, ?> job) {
        JsonNode done = jobs.await(jobs.send(job), PATIENCE);
        JsonNode item = done.path("items").path(0);
        if ("dead".equals(item.path("state").asText())) {
            throw new AgentException(
                    "The server could not compare: " + item.path("detail").asText());
        }
        return PushedJobs.text(item.path("result"));
    }

    /** What is deleted or cancelled there is no part of it; what a file leaves to be understood is said. */
    private static List<ErpFiles.Item> living(ErpFiles files, ErpFiles.Kind kind) {
        Map<String, ErpFiles.Item> newest = new LinkedHashMap<>();
        files.items(kind)
                .forEach(item -> newest.merge(
                        item.externalCode(), item, (one, other) -> one.version() > other.version() ? one : other));
        return newest.values().stream()
                .filter(item -> !item.data().path("deleted").asBoolean()
                        && !item.data().path("status").asText().equals("cancelled"))
                .map(item -> said(item, kind))
                .toList();
    }

    private static ErpFiles.Item said(ErpFiles.Item item, ErpFiles.Kind kind) {
        if (kind == ErpFiles.Kind.CUSTOMERS && !item.data().has("suspended")) {
            item.data().put("suspended", false);
        } else if (kind == ErpFiles.Kind.SUBSCRIPTIONS && !item.data().has("status")) {
            item.data().put("status", "active");
        }
        return item;
    }

    private static List<String> fields(JsonNode names) {
        List<String> fields = new ArrayList<>();
        names.forEach(name -> fields.add(name.asText()));
        return fields;
    }
}
