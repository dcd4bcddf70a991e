package io.oka.keycloak.sync.apply;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.PlanCatalogue;
import io.oka.keycloak.entitlements.Subscription;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.SyncEntity;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.tenants.TenantModel;
import org.jspecify.annotations.Nullable;

/** What the two types of job have in common that say what a customer has bought. */
final class Purchases {

    private Purchases() {}

    /**
     * What becomes of an item about a customer who is deleted here; null for one who is not. Whom its own system deleted
     * with a later message has nothing any more.
     *
     * @throws ItemRefusal if the item is the later one, or the customer was deleted by somebody else
     */
    static @Nullable ItemOutcome ofDeleted(Customer customer, TenantModel tenant) {
        if (tenant.getDeletedAt() == null) {
            return null;
        }
        ItemToApply item = customer.item();
        SyncEntity said = SyncProvider.of(customer.session())
                .entities()
                .find(customer.realm(), item.system(), JobType.TENANT_UPSERT.entity(), item.externalCode());
        if (said == null || !said.tombstone() || !tenant.getDeletedAt().equals(said.deletedAt())) {
            throw new ItemRefusal("tenant_deleted", "The tenant was deleted here: an operator can restore it");
        }
        if (item.version() > said.version()) {
            throw new ItemRefusal(
                    "tenant_deleted", "The customer was deleted by version " + said.version() + ", and is not back");
        }
        return customer.skip("older_version", "The customer was deleted by version " + said.version());
    }

    /**
     * Sees to it that a cancellation does not lift the tenant onto a plan that its agent may not give.
     *
     * @return whether the tenant is on the plan already that it would go on with, so that there is nothing to cancel
     */
    static boolean isFallback(Customer customer, TenantModel tenant) {
        EntitlementProvider entitlements = EntitlementProvider.of(customer.session());
        PlanCatalogue plans = entitlements.plans().of(customer.realm());
        String tier = EntitlementSettings.fallbackTier(customer.realm());
        Plan fallback = tier == null ? null : plans.find(tier);
        Subscription bought = entitlements.subscriptions().get(tenant);
        if (fallback == null) {
            return false;
        }
        Plan present = bought == null ? plans.lowest() : plans.find(bought.tier());
        boolean lifts = present == null || fallback.rank() > present.rank();
        if (lifts && !customer.item().capabilities().allowTier(fallback.tier())) {
            throw ItemRefusal.notAllowed("The tenant would go on with plan " + fallback.tier()
                    + ", which is above its own and which the agent may not give");
        }
        return present != null && present.tier().equals(fallback.tier());
    }
}
