package io.oka.it.entitlements;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.testing.Caller;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Short ways to what many tests of this package do. */
record Entitlements(TestRealm realm) {

    Response plan(Map<String, ?> plan) {
        return realm.operator().post("/entitlements/plans").json(plan).send();
    }

    /** A plan for this test alone; returns its tier. */
    String newPlan(String tier, Map<String, ?> members) {
        Map<String, Object> plan = new HashMap<>(Map.of("tier", tier, "rank", 5));
        plan.putAll(members);
        plan(plan).expect(201);
        return tier;
    }

    /** What an operator sets. */
    Response set(String tenantId, Map<String, ?> subscription) {
        return realm.operator()
                .put("/entitlements/subscriptions/" + tenantId)
                .json(subscription)
                .send();
    }

    JsonNode subscription(String tenantId) {
        return realm.operator()
                .get("/entitlements/subscriptions/" + tenantId)
                .send()
                .expect(200)
                .json();
    }

    Response flag(Map<String, ?> flag) {
        return realm.operator().post("/entitlements/flags").json(flag).send();
    }

    Response override(String tenantId, Map<String, ?> override) {
        Map<String, Object> body = new HashMap<>(Map.of("tenantId", tenantId, "reason", "a test"));
        body.putAll(override);
        return realm.operator().post("/entitlements/overrides").json(body).send();
    }

    /** Asks for a decision. */
    static Response authorize(Caller caller, String tenantId, Map<String, ?> context) {
        Map<String, Object> whole = new HashMap<>(Map.of("tenantId", tenantId));
        whole.putAll(context);
        return caller.post("/entitlements/authorize")
                .json(Map.of("action", "documents:read", "context", whole))
                .send();
    }

    static String reason(Response decision) {
        return decision.json().path("reason").asText();
    }

    /** What has happened to a tenant's subscription, first things first. */
    List<String> subscriptionChanges(String tenantId) {
        return changes(tenantId, "subscription.");
    }

    List<String> changes(String tenantId, String prefix) {
        return ChangeRow.types(realm.oka(), tenantId).stream()
                .filter(type -> type.startsWith(prefix))
                .toList();
    }
}
