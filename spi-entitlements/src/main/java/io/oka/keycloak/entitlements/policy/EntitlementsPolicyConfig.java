package io.oka.keycloak.entitlements.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.tenants.TenantRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a policy asks of a tenant; null asks for nothing of that kind.
 *
 * @param quantity how many units must be left; null for one
 * @param tenantId the tenant where the person's token names none
 */
record EntitlementsPolicyConfig(
        @Nullable String service,
        @Nullable String feature,
        @Nullable TenantRole role,
        @Nullable Long quantity,
        @Nullable String tenantId) {

    static final String SERVICE = "service";
    static final String FEATURE = "feature";
    static final String ROLE = "role";
    static final String QUANTITY = "quantity";
    static final String TENANT_ID = "tenantId";

    static final Set<String> NAMES = Set.of(SERVICE, FEATURE, ROLE, QUANTITY, TENANT_ID);

    private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{36}");

    /**
     * Reads what was written as text, as policies are stored; what is blank is not set.
     *
     * @throws IllegalArgumentException with a sentence that names each member at fault
     */
    static EntitlementsPolicyConfig parse(Map<String, ? extends @Nullable String> values) {
        String service = set(values.get(SERVICE));
        String feature = set(values.get(FEATURE));
        String role = set(values.get(ROLE));
        String quantity = set(values.get(QUANTITY));
        String tenantId = set(values.get(TENANT_ID));
        List<String> objections = new ArrayList<>();
        object(objections, SERVICE, PlanNames.RULE, service == null || PlanNames.isAcceptable(service));
        object(objections, FEATURE, PlanNames.RULE, feature == null || PlanNames.isAcceptable(feature));
        object(objections, ROLE, "must be member, admin or owner", role == null || TenantRole.find(role) != null);
        object(
                objections,
                QUANTITY,
                "must be a whole number, at least 1",
                quantity == null || POSITIVE.matcher(quantity).matches());
        object(objections, TENANT_ID, "must be a tenant's id", tenantId == null || isTenantId(tenantId));
        if (!objections.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", objections));
        }
        return new EntitlementsPolicyConfig(
                service, feature, TenantRole.find(role), quantity == null ? null : Long.valueOf(quantity), tenantId);
    }

    /** Whether this could be a tenant's id: what is asked of the database is never longer or stranger. */
    static boolean isTenantId(String text) {
        return ID.matcher(text).matches();
    }

    /** As it is stored; what is not set is not there. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        toMembers().forEach((name, value) -> map.put(name, value.toString()));
        return map;
    }

    /** As JSON that people read. */
    String toJson() {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(toMembers());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> toMembers() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put(SERVICE, service);
        members.put(FEATURE, feature);
        members.put(ROLE, role == null ? null : role.wireName());
        members.put(QUANTITY, quantity);
        members.put(TENANT_ID, tenantId);
        members.values().removeIf(value -> value == null);
        return members;
    }

    private static @Nullable String set(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static void object(List<String> objections, String name, String rule, boolean holds) {
        if (!holds) {
            objections.add(name + " " + rule);
        }
    }
}
