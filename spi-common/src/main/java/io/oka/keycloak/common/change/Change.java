package io.oka.keycloak.common.change;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/**
 * Something that is now different: a row of the change log, the subject of a webhook, a line of the audit.
 *
 * @param type from the catalogue of event types, such as {@code tenant.created}
 * @param tenantId the tenant it happened to; null if none
 * @param data what a receiver needs to know; never a secret
 * @param action how Keycloak's admin events call it
 */
public record Change(String type, @Nullable String tenantId, Map<String, Object> data, AdminAction action) {

    /**
     * How the console's list of admin events shows a change.
     *
     * @param resourceType our own resource type, such as {@code OKA_TENANT}
     * @param resourcePath below the realm, such as {@code tenants/{id}}
     */
    public record AdminAction(OperationType operation, String resourceType, String resourcePath) {}
}
