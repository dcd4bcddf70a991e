package io.oka.keycloak.entitlements.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.authorization.AbstractPolicyRepresentation;

/**
 * A policy as the admin console and scripts see it. The console's form sends members of its own along, which are passed
 * over; it shows {@code code}, which is the configuration once more and is never read. Members may be of any type when
 * they come, so that what is wrong with them can be said.
 */
@JsonIgnoreProperties(value = "code", allowGetters = true, ignoreUnknown = true)
public final class EntitlementsPolicyRepresentation extends AbstractPolicyRepresentation {

    private @Nullable JsonNode service;
    private @Nullable JsonNode feature;
    private @Nullable JsonNode role;
    private @Nullable JsonNode quantity;
    private @Nullable JsonNode tenantId;
    private @Nullable String code;

    static EntitlementsPolicyRepresentation of(EntitlementsPolicyConfig config) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        EntitlementsPolicyRepresentation representation = new EntitlementsPolicyRepresentation();
        representation.service = nodes.textNode(config.service());
        representation.feature = nodes.textNode(config.feature());
        representation.role =
                config.role() == null ? null : nodes.textNode(config.role().wireName());
        representation.quantity = config.quantity() == null ? null : nodes.numberNode(config.quantity());
        representation.tenantId = nodes.textNode(config.tenantId());
        representation.code = config.toJson();
        return representation;
    }

    /** What is to be stored, unchecked. */
    Map<String, @Nullable String> config() {
        Map<String, @Nullable String> config = new HashMap<>();
        config.put(EntitlementsPolicyConfig.SERVICE, text(service));
        config.put(EntitlementsPolicyConfig.FEATURE, text(feature));
        config.put(EntitlementsPolicyConfig.ROLE, text(role));
        config.put(EntitlementsPolicyConfig.QUANTITY, text(quantity));
        config.put(EntitlementsPolicyConfig.TENANT_ID, text(tenantId));
        return config;
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.isValueNode() ? node.asText() : node.toString();
    }

    public @Nullable JsonNode getService() {
        return service;
    }

    public void setService(@Nullable JsonNode service) {
        this.service = service;
    }

    public @Nullable JsonNode getFeature() {
        return feature;
    }

    public void setFeature(@Nullable JsonNode feature) {
        this.feature = feature;
    }

    public @Nullable JsonNode getRole() {
        return role;
    }

    public void setRole(@Nullable JsonNode role) {
        this.role = role;
    }

    public @Nullable JsonNode getQuantity() {
        return quantity;
    }

    public void setQuantity(@Nullable JsonNode quantity) {
        this.quantity = quantity;
    }

    public @Nullable JsonNode getTenantId() {
        return tenantId;
    }

    public void setTenantId(@Nullable JsonNode tenantId) {
        this.tenantId = tenantId;
    }

    public @Nullable String getCode() {
        return code;
    }
}
