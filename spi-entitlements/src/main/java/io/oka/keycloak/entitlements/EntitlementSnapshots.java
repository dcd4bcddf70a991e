package io.oka.keycloak.entitlements;

import io.oka.keycloak.tenants.TenantModel;
import org.keycloak.models.RealmModel;

/** All that is known of a tenant's entitlements, at once. */
public interface EntitlementSnapshots {

    /**
     * From local caches that every node clears when something of it changes; at most 30 seconds old. Warm it runs no SQL,
     * cold a fixed number of statements.
     *
     * @param tenantId of a tenant that is known to be one of this realm
     */
    EntitlementSnapshot of(RealmModel realm, String tenantId);

    /** From the database, in this transaction: for what must not cross a change. */
    EntitlementSnapshot read(TenantModel tenant);
}
