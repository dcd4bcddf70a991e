package io.oka.keycloak.tenants.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what people write about tenants, and applies it. */
final class TenantInput {

    private static final int LONGEST_DISPLAY_NAME = 255;
    private static final int MOST_ATTRIBUTES = 50;
    private static final int MOST_ATTRIBUTE_CHARACTERS = 32 * 1024;

    private static final Set<String> PATCHABLE = Set.of("name", "displayName", "attributes");
    private static final Set<String> OPERATOR_PATCHABLE =
            Set.of("name", "displayName", "attributes", "quotaLimit", "organizationId", "membershipAuthority");
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "quotaLimit",
            "organizationId",
            "membershipAuthority",
            "suspended",
            "ownerless",
            "createdAt",
            "updatedAt",
            "deletedAt",
            "role");

    private TenantInput() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static NewTenant newTenant(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable Map<String, List<String>> attributes,
            @Nullable Long quotaLimit) {
        Map<String, List<String>> kept = attributes == null ? Map.of() : attributes;
        Validation validation = new Validation();
        checkName(validation, name);
        checkDisplayName(validation, displayName);
        checkAttributes(validation, kept);
        checkQuota(validation, quotaLimit);
        validation.orRefuse();
        return new NewTenant(String.valueOf(name), displayName, kept, quotaLimit);
    }

    /**
     * Sets on the tenant what the patch holds of it alone; its link is {@link OrganizationInput}'s.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static void apply(Patch patch, TenantModel tenant, boolean operator) {
        patch.allow(operator ? OPERATOR_PATCHABLE : PATCHABLE, READ_ONLY);
        Validation validation = new Validation();
        String name = patch.getText("name");
        String displayName = patch.getText("displayName");
        Map<String, List<String>> attributes = attributes(patch);
        Long quotaLimit = patch.getLong("quotaLimit");
        if (patch.has("name")) {
            checkName(validation, name);
        }
        checkDisplayName(validation, displayName);
        checkAttributes(validation, attributes);
        checkQuota(validation, quotaLimit);
        validation.orRefuse();
        if (patch.has("name") && name != null) {
            tenant.setName(name);
        }
        if (patch.has("displayName")) {
            tenant.setDisplayName(displayName);
        }
        if (patch.has("attributes")) {
            tenant.setAttributes(attributes);
        }
        if (patch.has("quotaLimit")) {
            tenant.setQuotaLimit(quotaLimit);
        }
    }

    /** Attributes of a creation body: one text stands for a list of one. */
    static void widenAttributes(JsonNode body) {
        if (body.get("attributes") instanceof ObjectNode attributes) {
            attributes.properties().forEach(entry -> {
                if (entry.getValue().isTextual()) {
                    entry.setValue(Json.MAPPER.createArrayNode().add(entry.getValue()));
                }
            });
        }
    }

    private static Map<String, List<String>> attributes(Patch patch) {
        JsonNode node = patch.get("attributes");
        if (node instanceof ObjectNode) {
            widenAttributes(Json.MAPPER.createObjectNode().set("attributes", node));
        }
        Map<String, List<String>> attributes = patch.get("attributes", new TypeReference<>() {});
        return attributes == null ? Map.of() : attributes;
    }

    private static void checkName(Validation validation, @Nullable String name) {
        validation.check(name != null && TenantNames.isAcceptable(name), "name", TenantNames.RULE);
    }

    private static void checkDisplayName(Validation validation, @Nullable String displayName) {
        validation.check(
                displayName == null || (displayName.length() <= LONGEST_DISPLAY_NAME && !displayName.isBlank()),
                "displayName",
                "must not be blank, and at most " + LONGEST_DISPLAY_NAME + " characters");
    }

    private static void checkQuota(Validation validation, @Nullable Long quotaLimit) {
        validation.check(quotaLimit == null || quotaLimit >= 0, "quotaLimit", "must not be negative");
    }

    private static void checkAttributes(Validation validation, Map<String, List<String>> attributes) {
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
