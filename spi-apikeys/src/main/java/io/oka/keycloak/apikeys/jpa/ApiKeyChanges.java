package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyChangedEvent;
import io.oka.keycloak.apikeys.RevocationReason;
import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is said of keys when they change: enough to know which one it is, and nothing of the key that its list hides. */
record ApiKeyChanges(KeycloakSession session) {

    private static final String RESOURCE_TYPE = "OKA_API_KEY";

    void created(RealmModel realm, ApiKey key) {
        publish("api_key.created", realm, key, data(key), OperationType.CREATE);
    }

    void updated(RealmModel realm, ApiKey key) {
        publish("api_key.updated", realm, key, data(key), OperationType.UPDATE);
    }

    /** Said of the successor, which names the key that it succeeds. */
    void rotated(RealmModel realm, ApiKey successor, ApiKey old) {
        Map<String, Object> data = data(successor);
        data.put("previousKeyId", old.id());
        putIfPresent(data, "graceUntil", old.graceUntil());
        publish("api_key.rotated", realm, successor, data, OperationType.ACTION);
    }

    void revoked(RealmModel realm, ApiKey key, RevocationReason reason) {
        Map<String, Object> data = data(key);
        data.put("reason", reason.wireName());
        publish("api_key.revoked", realm, key, data, OperationType.ACTION);
    }

    void expired(RealmModel realm, ApiKey key) {
        publish("api_key.expired", realm, key, data(key), OperationType.ACTION);
    }

    /** Tells those in this server who remember the key. */
    void touched(RealmModel realm, String keyId) {
        session.getKeycloakSessionFactory().publish(new ApiKeyChangedEvent(session, realm.getId(), keyId));
    }

    private static Map<String, Object> data(ApiKey key) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("keyId", key.id());
        data.put("familyId", key.familyId());
        data.put("name", key.name());
        data.put("prefix", key.prefix());
        data.put("last4", key.last4());
        data.put("environment", key.environment().wireName());
        data.put("scopes", key.scopes());
        data.put("audiences", key.audiences());
        putIfPresent(data, "quotaLimit", key.quotaLimit());
        putIfPresent(
                data,
                "quotaPeriod",
                key.quotaPeriod() == null ? null : key.quotaPeriod().wireName());
        putIfPresent(data, "expiresAt", key.expiresAt());
        return data;
    }

    private void publish(String type, RealmModel realm, ApiKey key, Map<String, Object> data, OperationType operation) {
        String path = "tenants/" + key.tenantId() + "/api-keys/" + key.id();
        Changes.publish(
                session,
                realm,
                new Change(type, key.tenantId(), data, new Change.AdminAction(operation, RESOURCE_TYPE, path)));
    }

    private static void putIfPresent(Map<String, Object> data, String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }
}
