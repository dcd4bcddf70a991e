package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.SubscriptionState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of plans, subscriptions, overrides and flags when they change. */
final class EntitlementChanges {

    private static final String PLAN = "OKA_PLAN";
    private static final String SUBSCRIPTION = "OKA_SUBSCRIPTION";
    private static final String OVERRIDE = "OKA_OVERRIDE";
    private static final String FLAG = "OKA_FLAG";

    private final KeycloakSession session;

    EntitlementChanges(KeycloakSession session) {
        this.session = session;
    }

    void plan(String type, RealmModel realm, Plan plan, OperationType operation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("tier", plan.tier());
        data.put("displayName", plan.displayName());
        data.put("rank", plan.rank());
        data.put("selfService", plan.selfService());
        put(data, "period", plan.period());
        data.put("graceDays", plan.graceDays());
        put(data, "quotaLimit", plan.quotaLimit());
        data.put("services", plan.services());
        data.put("features", plan.features());
        put(data, "keyLimit", plan.keyLimit());
        put(data, "memberLimit", plan.memberLimit());
        publish(realm, type, null, data, operation, PLAN, "entitlements/plans/" + plan.tier());
    }

    /**
     * @param before how it stood; null if it has only begun
     */
    void subscription(
            String type,
            RealmModel realm,
            String tenantId,
            @Nullable SubscriptionState before,
            SubscriptionState now,
            OperationType operation) {
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "tier", tier(now));
        put(data, "effectiveTier", now.effectiveTier());
        data.put("status", now.status());
        put(data, "currentPeriodEnd", now.currentPeriodEnd());
        data.put("cancelAtPeriodEnd", now.cancelAtPeriodEnd());
        put(data, "graceUntil", now.graceUntil());
        if (before != null) {
            put(data, "previousTier", tier(before));
            data.put("previousStatus", before.status());
        }
        publish(realm, type, tenantId, data, operation, SUBSCRIPTION, "tenants/" + tenantId + "/subscription");
    }

    void override(String type, RealmModel realm, EntitlementOverride override, OperationType operation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", override.id());
        data.put("type", override.type());
        data.put("value", override.value());
        put(data, "service", override.service());
        put(data, "reason", override.reason());
        data.put("grantedBy", override.grantedBy());
        put(data, "expiresAt", override.expiresAt());
        put(data, "endedAt", override.endedAt());
        String path = "entitlements/overrides/" + override.id();
        publish(realm, type, override.tenantId(), data, operation, OVERRIDE, path);
    }

    /**
     * @param what happened to it
     * @param tenantId the only tenant that it happened for; null for all
     */
    void flag(RealmModel realm, Flag flag, String what, @Nullable String tenantId, OperationType operation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("key", flag.key());
        data.put("change", what);
        data.put("active", flag.active());
        data.put("enabledTiers", flag.enabledTiers());
        data.put("rolloutPercentage", flag.rolloutPercentage());
        put(data, "rolloutTiers", flag.rolloutTiers());
        publish(realm, "flag.changed", tenantId, data, operation, FLAG, "entitlements/flags/" + flag.key());
    }

    private static @Nullable String tier(SubscriptionState state) {
        Plan bought = state.bought();
        return bought == null ? null : bought.tier();
    }

    private void publish(
            RealmModel realm,
            String type,
            @Nullable String tenantId,
            Map<String, Object> data,
            OperationType operation,
            String resourceType,
            String path) {
        Changes.publish(
                session,
                realm,
                new Change(type, tenantId, data, new Change.AdminAction(operation, resourceType, path)));
    }

    private static void put(Map<String, Object> data, String name, @Nullable Object value) {
        if (value != null) {
            // Keycloak writes the same data into its admin event, and knows no times.
            data.put(name, value instanceof Instant time ? time.toString() : value);
        }
    }
}
