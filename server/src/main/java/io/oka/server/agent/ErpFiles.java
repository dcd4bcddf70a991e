package io.oka.server.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the played system knows, in a folder: {@code customers.csv}, {@code subscriptions.csv} and {@code usage.csv}. Each
 * has the columns {@code code} (the customer's) and {@code version}; all others are members of the item's data, under
 * their own names, and what is empty is left out.
 */
record ErpFiles(Path folder) {

    private static final Set<String> NUMBERS = Set.of("quotaLimit", "quantity");
    private static final Set<String> TRUTHS = Set.of("suspended", "deleted", "cancelAtPeriodEnd", "atPeriodEnd");
    private static final Set<String> NOT_DATA = Set.of("code", "version");

    /** As a job has it. */
    record Item(String externalCode, long version, ObjectNode data) {}

    /** What of the folder is sent by which type of job, in the order in which it should arrive. */
    enum Kind {
        CUSTOMERS("customers.csv", "tenant.upsert"),
        SUBSCRIPTIONS("subscriptions.csv", "subscription.upsert"),
        USAGE("usage.csv", "usage.import");

        private final String file;
        private final String jobType;

        Kind(String file, String jobType) {
            this.file = file;
            this.jobType = jobType;
        }

        String jobType() {
            return jobType;
        }
    }

    ErpFiles {
        if (!Files.isDirectory(folder)) {
            throw new AgentException("There is no folder " + folder);
        }
    }

    List<Item> items(Kind kind) {
        Path file = folder.resolve(kind.file);
        List<Item> items = new ArrayList<>();
        // The first line holds the names.
        int line = 1;
        for (Map<String, String> row : CsvTable.read(file)) {
            line++;
            items.add(item(row, file + ":" + line));
        }
        return items;
    }

    private static Item item(Map<String, String> row, String where) {
        ObjectNode data = AgentClient.JSON.createObjectNode();
        row.forEach((column, value) -> {
            if (!NOT_DATA.contains(column) && value != null && !value.isEmpty()) {
                put(data, column, value, where);
            }
        });
        return new Item(required(row, "code", where), number(required(row, "version", where), where), data);
    }

    private static void put(ObjectNode data, String column, String value, String where) {
        if (NUMBERS.contains(column)) {
            data.put(column, number(value, where));
        } else if (TRUTHS.contains(column)) {
            data.put(column, Boolean.parseBoolean(value));
        } else {
            data.put(column, value);
        }
    }

    private static String required(Map<String, String> row, String column, String where) {
        String value = row.get(column);
        if (value == null || value.isEmpty()) {
            throw new AgentException(where + " has no " + column);
        }
        return value;
    }

    private static long number(String text, String where) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new AgentException(where + ": " + text + " is no whole number", e);
        }
    }
}
