package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import java.util.Map;

/**
 * What the other system has of one code.
 *
 * @param data as it was sent
 * @param values of all fields that can be compared, canonical; without those that are null
 */
public record RemoteEntry(String externalCode, long version, ObjectNode data, Map<String, JsonNode> values) {

    /** Whether there it is deleted: it counts as one that was not sent. */
    boolean isDeleted() {
        return data.path("deleted").asBoolean();
    }

    /** Whether nothing is bought with it any more. */
    boolean isCancelled() {
        JsonNode status = values.get("status");
        return status != null && SubscriptionStatus.CANCELLED.wireName().equals(status.textValue());
    }
}
