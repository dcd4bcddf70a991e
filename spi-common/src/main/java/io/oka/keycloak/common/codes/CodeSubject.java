package io.oka.keycloak.common.codes;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a change is about, as far as other systems have codes for it.
 *
 * @param tier a plan
 */
public record CodeSubject(
        String realmId,
        String tenantId,
        @Nullable String tier,
        @Nullable String service) {

    private static final String TIER_UPGRADE = "tier_upgrade";

    /**
     * @param data of a change of the tenant
     */
    public static CodeSubject of(String realmId, String tenantId, JsonNode data) {
        // Of an override that lifts a tenant to another plan, the value is the plan.
        boolean lifts = TIER_UPGRADE.equals(text(data, "type"));
        return new CodeSubject(realmId, tenantId, text(data, lifts ? "value" : "tier"), text(data, "service"));
    }

    private static @Nullable String text(JsonNode data, String member) {
        JsonNode value = data.path(member);
        return value.isTextual() ? value.asText() : null;
    }
}
