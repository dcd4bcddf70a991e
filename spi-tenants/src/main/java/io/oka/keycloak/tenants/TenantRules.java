package io.oka.keycloak.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Validation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be written about a tenant, whoever writes it. */
public final class TenantRules {

    private static final int LONGEST_DISPLAY_NAME = 255;
    private static final int MOST_ATTRIBUTES = 50;
    private static final int MOST_ATTRIBUTE_CHARACTERS = 32 * 1024;

    private TenantRules() {}

    /** Attributes of a body: one text stands for a list of one. */
    public static void widenAttributes(JsonNode body) {
        if (body.get("attributes") instanceof ObjectNode attributes) {
            attributes.properties().forEach(entry -> {
                if (entry.getValue().isTextual()) {
                    entry.setValue(Json.MAPPER.createArrayNode().add(entry.getValue()));
                }
            });
        }
    }

    public static void checkName(Validation validation, @Nullable String name) {
        validation.check(name != null && TenantNames.isAcceptable(name), "name", TenantNames.RULE);
    }

    public static void checkDisplayName(Validation validation, @Nullable String displayName) {
        validation.check(
                displayName == null || (displayName.length() <= LONGEST_DISPLAY_NAME && !displayName.isBlank()),
                "displayName",
                "must not be blank, and at most " + LONGEST_DISPLAY_NAME + " characters");
    }

    public static void checkQuota(Validation validation, @Nullable Long quotaLimit) {
        validation.check(quotaLimit == null || quotaLimit >= 0, "quotaLimit", "must not be negative");
    }

    public static void checkAttributes(Validation validation, Map<String, List<String>> attributes) {
        boolean whole = attributes.values().stream()
                .allMatch(values -> values != null && values.stream().allMatch(value -> value != null));
        validation
                .check(whole, "attributes", "must be lists of texts")
                .check(attributes.size() <= MOST_ATTRIBUTES, "attributes", "must be at most " + MOST_ATTRIBUTES)
                .check(
                        Json.writeText(attributes).length() <= MOST_ATTRIBUTE_CHARACTERS,
                        "attributes",
                        "must be at most " + MOST_ATTRIBUTE_CHARACTERS + " characters together");
    }
}
