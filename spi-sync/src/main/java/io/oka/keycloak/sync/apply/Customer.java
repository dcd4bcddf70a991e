package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.Mapping;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.sync.SyncEntity;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A customer of another system while an item about it is applied. What is known of it is held first, then looked up what
 * its code means, then the tenant is held: as everybody does who holds more than one of these.
 *
 * @param known what was applied last, of the item's entity
 * @param tenantId what its code means here; null for nothing
 */
record Customer(
        KeycloakSession session,
        RealmModel realm,
        ItemToApply item,
        SyncEntity known,
        @Nullable String tenantId) {

    static Customer hold(KeycloakSession session, RealmModel realm, ItemToApply item) {
        SyncProvider sync = SyncProvider.of(session);
        SyncEntity known =
                sync.entities().hold(realm, item.system(), item.type().entity(), item.externalCode());
        return new Customer(
                session, realm, item, known, internal(session, realm, item, MappingType.TENANT, item.externalCode()));
    }

    /** What a code of the item's system means here; null for nothing. */
    static @Nullable String internal(
            KeycloakSession session, RealmModel realm, ItemToApply item, MappingType type, String externalCode) {
        Mapping mapping = SyncProvider.of(session).mappings().find(realm, item.system(), type, externalCode);
        return mapping == null ? null : mapping.internalCode();
    }

    /** What becomes of the item by its version alone; null if it is to be applied. */
    @Nullable
    ItemOutcome judge() {
        return VersionRule.judge(known, item.version(), item.data(), tenantId, item.isOwn());
    }

    /** Lets it wait until the code means something. */
    ItemOutcome park(MappingType type, String externalCode) {
        SyncProvider.of(session).entities().leave(known);
        return new ItemOutcome.Parked(type.wireName(), externalCode);
    }

    /** Leaves the item out. */
    ItemOutcome skip(String reason, String detail) {
        SyncProvider.of(session).entities().leave(known);
        return new ItemOutcome.Skipped(reason, detail, tenantId);
    }

    /**
     * Its tenant, held; deleted ones too.
     *
     * @throws ItemRefusal if the code means a tenant that this realm does not have
     */
    TenantModel tenant() {
        TenantProvider tenants = session.getProvider(TenantProvider.class);
        TenantModel tenant = tenantId == null ? null : tenants.getTenantOrDeleted(realm, tenantId);
        if (tenant == null) {
            throw new ItemRefusal("tenant_gone", "The code is mapped to a tenant that is not there: map it anew");
        }
        tenants.lock(tenant);
        return tenant;
    }

    /**
     * Writes down that it was applied.
     *
     * @param deletedAt when this deleted the tenant; null if it did not
     */
    ItemOutcome applied(String result, @Nullable String to, boolean tombstone, @Nullable Instant deletedAt) {
        boolean again = item.isOwn() && item.version() == known.version();
        SyncEntity now = item.isOwn()
                // Its data are not what the agent will send with this version, so they are not to be compared with
                // that.
                ? known.with(item.version(), tombstone, to, again ? known.data() : null, deletedAt)
                : known.with(item.version(), tombstone, to, item.data(), deletedAt);
        SyncProvider.of(session).entities().write(now, item.jobId());
        return new ItemOutcome.Applied(result, to);
    }
}
