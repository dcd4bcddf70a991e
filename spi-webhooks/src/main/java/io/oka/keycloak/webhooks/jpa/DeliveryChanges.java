package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of deliveries when somebody does something about them. What becomes of them by itself is not said. */
record DeliveryChanges(KeycloakSession session, RealmModel realm) {

    private static final String RESOURCE_TYPE = "OKA_WEBHOOK";

    void tested(@Nullable String tenantId, NewDeliveries.Made made) {
        publish("webhook.tested", tenantId, endpointPath(made), data(made));
    }

    void resent(@Nullable String tenantId, NewDeliveries.Made made, String deliveryId) {
        Map<String, Object> data = data(made);
        data.put("previousDeliveryId", deliveryId);
        publish("webhook.delivery_resent", tenantId, endpointPath(made), data);
    }

    void recovered(@Nullable String tenantId, String endpointId, Instant since, Instant until, int deliveries) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("endpointId", endpointId);
        data.put("since", since.toString());
        data.put("until", until.toString());
        data.put("deliveries", deliveries);
        publish("webhook.recovered", tenantId, "webhooks/" + endpointId, data);
    }

    void replayed(@Nullable String tenantId, NewDeliveries.Made made, String deliveryId) {
        Map<String, Object> data = data(made);
        data.put("previousDeliveryId", deliveryId);
        publish("webhook.dead_letter_replayed", tenantId, endpointPath(made), data);
    }

    void replayed(@Nullable String tenantId, long deliveries) {
        letters("webhook.dead_letters_replayed", tenantId, Map.of("deliveries", deliveries));
    }

    void discarded(@Nullable String tenantId, String deliveryId, String reason) {
        letters("webhook.dead_letter_discarded", tenantId, Map.of("deliveryId", deliveryId, "reason", reason));
    }

    void discarded(@Nullable String tenantId, long deliveries, String reason) {
        letters("webhook.dead_letters_discarded", tenantId, Map.of("deliveries", deliveries, "reason", reason));
    }

    private void letters(String type, @Nullable String tenantId, Map<String, Object> data) {
        publish(type, tenantId, "webhooks/dead-letters", data);
    }

    private static Map<String, Object> data(NewDeliveries.Made made) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("endpointId", made.pair().endpointId());
        data.put("eventId", made.pair().eventId());
        data.put("deliveryId", made.id());
        return data;
    }

    private static String endpointPath(NewDeliveries.Made made) {
        return "webhooks/" + made.pair().endpointId() + "/deliveries/" + made.id();
    }

    private void publish(String type, @Nullable String tenantId, String own, Map<String, Object> data) {
        String path = tenantId == null ? own : "tenants/" + tenantId + "/" + own;
        Changes.publish(
                session,
                realm,
                new Change(type, tenantId, data, new Change.AdminAction(OperationType.ACTION, RESOURCE_TYPE, path)));
    }
}
