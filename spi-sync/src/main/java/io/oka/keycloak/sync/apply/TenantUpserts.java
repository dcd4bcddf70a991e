package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.sync.SyncEntity;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Makes, changes, suspends, deletes and brings back the tenant that a customer of another system is here. */
final class TenantUpserts implements ItemApplier {

    @Override
    public ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item) {
        TenantUpsert wanted = ItemSchemas.tenantUpsert(item.data());
        requireQuota(item, wanted);
        Customer customer = Customer.hold(session, realm, item);
        ItemOutcome beside = customer.judge();
        if (beside != null) {
            return beside;
        }
        if (customer.tenantId() == null) {
            return unmapped(customer, wanted);
        }
        TenantModel tenant = customer.tenant();
        if (wanted.isDeleted()) {
            return delete(customer, tenant);
        }
        boolean restores = tenant.getDeletedAt() != null;
        if (restores) {
            restore(customer, tenant, wanted);
        }
        boolean changed = change(customer, tenant, wanted);
        return customer.applied(restores ? "restored" : changed ? "updated" : "unchanged", tenant.getId(), false, null);
    }

    /** A limit that is above the agent's is refused whatever the tenant has now, so that no order of messages raises it. */
    private static void requireQuota(ItemToApply item, TenantUpsert wanted) {
        if (!item.data().has("quotaLimit") || item.capabilities().isUnbounded()) {
            return;
        }
        Long most = item.capabilities().maxQuotaLimit();
        if (most == null) {
            throw ItemRefusal.notAllowed("quotaLimit: the agent may not set limits");
        }
        if (wanted.quotaLimit() == null) {
            throw ItemRefusal.notAllowed("quotaLimit: the agent may not take a limit away");
        }
        if (wanted.quotaLimit() > most) {
            throw ItemRefusal.notAllowed("quotaLimit: the agent may not set more than " + most);
        }
    }

    private static ItemOutcome unmapped(Customer customer, TenantUpsert wanted) {
        ItemToApply item = customer.item();
        if (wanted.isDeleted()) {
            // Known to be gone, so that an older message does not make it.
            return customer.applied("unchanged", null, true, null);
        }
        if (!item.capabilities().createTenants()) {
            return customer.park(MappingType.TENANT, item.externalCode());
        }
        if (wanted.name() == null) {
            throw new ItemRefusal("malformed", "name: is needed to make a tenant");
        }
        if (Boolean.TRUE.equals(wanted.suspended())) {
            requireSuspending(item.capabilities());
        }
        KeycloakSession session = customer.session();
        RealmModel realm = customer.realm();
        TenantProvider tenants = session.getProvider(TenantProvider.class);
        TenantModel made = tenants.createTenant(
                realm,
                new NewTenant(
                        wanted.name(),
                        wanted.displayName(),
                        wanted.attributes() == null ? Map.of() : wanted.attributes(),
                        wanted.quotaLimit()),
                FirstOwner.find(session, realm, wanted));
        if (Boolean.TRUE.equals(wanted.suspended())) {
            tenants.suspend(made);
        }
        SyncProvider.of(session)
                .mappings()
                .create(realm, new MappedCode(item.system(), MappingType.TENANT, item.externalCode(), made.getId()));
        return customer.applied("created", made.getId(), false, null);
    }

    private static ItemOutcome delete(Customer customer, TenantModel tenant) {
        SyncEntity known = customer.known();
        if (tenant.getDeletedAt() != null) {
            // By whom does not change by saying it once more.
            Instant ours = isOurs(known, tenant) ? known.deletedAt() : null;
            return customer.applied("unchanged", tenant.getId(), true, ours);
        }
        requireDeleting(customer, "deleted: the agent may not delete tenants");
        customer.session().getProvider(TenantProvider.class).delete(tenant);
        return customer.applied("deleted", tenant.getId(), true, tenant.getDeletedAt());
    }

    /** Brings back what this system deleted. What an operator or an owner deleted stays so, whatever agents may do. */
    private static void restore(Customer customer, TenantModel tenant, TenantUpsert wanted) {
        if (!isOurs(customer.known(), tenant) && !customer.item().isOwn()) {
            throw new ItemRefusal("tenant_deleted", "The tenant was deleted here: an operator can restore it");
        }
        requireDeleting(customer, "deleted: the agent may not bring tenants back");
        if (wanted.name() != null) {
            tenant.setName(wanted.name());
        }
        customer.session().getProvider(TenantProvider.class).restore(tenant);
    }

    private static boolean isOurs(SyncEntity known, TenantModel tenant) {
        return known.tombstone()
                && known.deletedAt() != null
                && tenant.getId().equals(known.tenantId())
                && known.deletedAt().equals(tenant.getDeletedAt());
    }

    private static boolean change(Customer customer, TenantModel tenant, TenantUpsert wanted) {
        TenantProvider tenants = customer.session().getProvider(TenantProvider.class);
        boolean changed = set(customer, tenant, wanted);
        if (changed) {
            tenants.updated(tenant);
        }
        if (wanted.suspended() == null || wanted.suspended() == tenant.isSuspended()) {
            return changed;
        }
        requireSuspending(customer.item().capabilities());
        if (wanted.suspended()) {
            tenants.suspend(tenant);
        } else {
            tenants.resume(tenant);
        }
        return true;
    }

    /** Sets what differs; whether anything did. */
    private static boolean set(Customer customer, TenantModel tenant, TenantUpsert wanted) {
        boolean changed = false;
        if (wanted.name() != null && !wanted.name().equals(tenant.getName())) {
            tenant.setName(wanted.name());
            changed = true;
        }
        if (customer.item().data().has("displayName")
                && !Objects.equals(wanted.displayName(), tenant.getDisplayName())) {
            tenant.setDisplayName(wanted.displayName());
            changed = true;
        }
        if (wanted.attributes() != null && !wanted.attributes().equals(tenant.getAttributes())) {
            tenant.setAttributes(wanted.attributes());
            changed = true;
        }
        if (customer.item().data().has("quotaLimit") && !Objects.equals(wanted.quotaLimit(), tenant.getQuotaLimit())) {
            tenant.setQuotaLimit(wanted.quotaLimit());
            changed = true;
        }
        return changed;
    }

    private static void requireSuspending(Capabilities may) {
        if (!may.suspendTenants()) {
            throw ItemRefusal.notAllowed("suspended: the agent may neither suspend nor resume tenants");
        }
    }

    private static void requireDeleting(Customer customer, String detail) {
        if (!customer.item().capabilities().deleteTenants()) {
            throw ItemRefusal.notAllowed(detail);
        }
    }
}
