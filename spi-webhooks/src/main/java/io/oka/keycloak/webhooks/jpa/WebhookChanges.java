package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.webhooks.DisabledReason;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookScope;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/**
 * What is said of endpoints when they change. Of the address only where it leads: many a receiver keeps a secret in the
 * rest of it.
 */
record WebhookChanges(KeycloakSession session) {

    private static final String RESOURCE_TYPE = "OKA_WEBHOOK";

    void created(WebhookScope scope, WebhookEndpoint endpoint) {
        publish("webhook.endpoint_created", scope, endpoint, data(endpoint), OperationType.CREATE);
    }

    void updated(WebhookScope scope, WebhookEndpoint endpoint) {
        publish("webhook.endpoint_updated", scope, endpoint, data(endpoint), OperationType.UPDATE);
    }

    void deleted(WebhookScope scope, WebhookEndpoint endpoint) {
        publish("webhook.endpoint_deleted", scope, endpoint, data(endpoint), OperationType.DELETE);
    }

    void secretRotated(WebhookScope scope, WebhookEndpoint endpoint) {
        Map<String, Object> data = data(endpoint);
        if (endpoint.previousSecretUntil() != null) {
            data.put("previousSecretUntil", endpoint.previousSecretUntil().toString());
        }
        publish("webhook.secret_rotated", scope, endpoint, data, OperationType.ACTION);
    }

    void disabled(WebhookScope scope, WebhookEndpoint endpoint, DisabledReason reason) {
        Map<String, Object> data = data(endpoint);
        data.put("reason", reason.wireName());
        publish("webhook.endpoint_disabled", scope, endpoint, data, OperationType.ACTION);
    }

    void paused(WebhookScope scope, WebhookEndpoint endpoint) {
        boolean paused = endpoint.health().pausedAt() != null;
        publish(
                paused ? "webhook.endpoint_paused" : "webhook.endpoint_resumed",
                scope,
                endpoint,
                data(endpoint),
                OperationType.ACTION);
    }

    private static Map<String, Object> data(WebhookEndpoint endpoint) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("endpointId", endpoint.id());
        data.put("origin", origin(endpoint.url()));
        data.put("events", endpoint.events());
        if (endpoint.description() != null) {
            data.put("description", endpoint.description());
        }
        data.put("active", endpoint.active());
        return data;
    }

    private static String origin(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private void publish(
            String type,
            WebhookScope scope,
            WebhookEndpoint endpoint,
            Map<String, Object> data,
            OperationType operation) {
        String own = "webhooks/" + endpoint.id();
        String path = scope.tenantId() == null ? own : "tenants/" + scope.tenantId() + "/" + own;
        Changes.publish(
                session,
                scope.realm(),
                new Change(type, scope.tenantId(), data, new Change.AdminAction(operation, RESOURCE_TYPE, path)));
    }
}
