package io.oka.keycloak.webhooks;

import io.oka.keycloak.tenants.TenantModel;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Whose endpoints are meant: a tenant's, or the realm's own, which operators keep and which hear of all tenants.
 *
 * @param tenant null for the realm's own
 */
public record WebhookScope(RealmModel realm, @Nullable TenantModel tenant) {

    public static WebhookScope of(TenantModel tenant) {
        return new WebhookScope(tenant.getRealm(), tenant);
    }

    public static WebhookScope of(RealmModel realm) {
        return new WebhookScope(realm, null);
    }

    public @Nullable String tenantId() {
        return tenant == null ? null : tenant.getId();
    }
}
