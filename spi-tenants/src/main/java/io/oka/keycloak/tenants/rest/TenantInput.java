package io.oka.keycloak.tenants.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what people write about tenants, and applies it. */
final class TenantInput {

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
        TenantRules.checkName(validation, name);
        TenantRules.checkDisplayName(validation, displayName);
        TenantRules.checkAttributes(validation, kept);
        TenantRules.checkQuota(validation, quotaLimit);
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
            TenantRules.checkName(validation, name);
        }
        TenantRules.checkDisplayName(validation, displayName);
        TenantRules.checkAttributes(validation, attributes);
        TenantRules.checkQuota(validation, quotaLimit);
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

    private static Map<String, List<String>> attributes(Patch patch) {
        JsonNode node = patch.get("attributes");
        if (node instanceof ObjectNode) {
            TenantRules.widenAttributes(Json.MAPPER.createObjectNode().set("attributes", node));
        }
        Map<String, List<String>> attributes = patch.get("attributes", new TypeReference<>() {});
        return attributes == null ? Map.of() : attributes;
    }
}
