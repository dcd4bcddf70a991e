package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/** What is said of tenants and members when they change. */
final class TenantChanges {

    private static final String TENANT = "OKA_TENANT";
    private static final String MEMBER = "OKA_TENANT_MEMBER";

    private final KeycloakSession session;

    TenantChanges(KeycloakSession session) {
        this.session = session;
    }

    void created(TenantModel tenant) {
        tenant("tenant.created", tenant, OperationType.CREATE);
    }

    void updated(TenantModel tenant) {
        tenant("tenant.updated", tenant, OperationType.UPDATE);
    }

    void suspended(TenantModel tenant) {
        tenant("tenant.suspended", tenant, OperationType.ACTION);
    }

    void resumed(TenantModel tenant) {
        tenant("tenant.resumed", tenant, OperationType.ACTION);
    }

    void deleted(TenantModel tenant) {
        tenant("tenant.deleted", tenant, OperationType.DELETE);
    }

    void memberAdded(TenantModel tenant, String userId, TenantRole role) {
        member("user.added_to_tenant", tenant, userId, role.wireName(), null, OperationType.CREATE);
    }

    void roleChanged(TenantModel tenant, String userId, String before, TenantRole now) {
        member("user.role_changed", tenant, userId, now.wireName(), before, OperationType.UPDATE);
    }

    void memberRemoved(TenantModel tenant, String userId, String before) {
        member("user.removed_from_tenant", tenant, userId, null, before, OperationType.DELETE);
    }

    private void tenant(String type, TenantModel tenant, OperationType operation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", tenant.getId());
        data.put("name", tenant.getName());
        putIfPresent(data, "displayName", tenant.getDisplayName());
        putIfPresent(data, "quotaLimit", tenant.getQuotaLimit());
        putIfPresent(data, "organizationId", tenant.getOrganizationId());
        publish(type, tenant, data, new Change.AdminAction(operation, TENANT, "tenants/" + tenant.getId()));
    }

    private void member(
            String type,
            TenantModel tenant,
            String userId,
            @Nullable String role,
            @Nullable String before,
            OperationType operation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("userId", userId);
        putIfPresent(data, "role", role);
        putIfPresent(data, "previousRole", before);
        String path = "tenants/" + tenant.getId() + "/members/" + userId;
        publish(type, tenant, data, new Change.AdminAction(operation, MEMBER, path));
    }

    private void publish(String type, TenantModel tenant, Map<String, Object> data, Change.AdminAction action) {
        Changes.publish(session, tenant.getRealm(), new Change(type, tenant.getId(), data, action));
    }

    private static void putIfPresent(Map<String, Object> data, String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }
}
