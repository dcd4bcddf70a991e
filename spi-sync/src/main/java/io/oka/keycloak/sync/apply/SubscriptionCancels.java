package io.oka.keycloak.sync.apply;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Subscription;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.entitlements.Subscriptions;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.tenants.TenantModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Ends what a customer has bought, at once or with its period. */
final class SubscriptionCancels implements ItemApplier {

    @Override
    public ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item) {
        boolean atPeriodEnd = ItemSchemas.subscriptionCancel(item.data()).isAtPeriodEnd();
        Customer customer = Customer.hold(session, realm, item);
        ItemOutcome beside = customer.judge();
        if (beside != null) {
            return beside;
        }
        if (customer.tenantId() == null) {
            return customer.park(MappingType.TENANT, item.externalCode());
        }
        TenantModel tenant = customer.tenant();
        ItemOutcome ofDeleted = Purchases.ofDeleted(customer, tenant);
        if (ofDeleted != null) {
            return ofDeleted;
        }
        Subscriptions subscriptions = EntitlementProvider.of(session).subscriptions();
        Subscription bought = subscriptions.get(tenant);
        boolean over = bought != null && bought.status() == SubscriptionStatus.CANCELLED;
        boolean changed = !over && !Purchases.isFallback(customer, tenant) && subscriptions.cancel(tenant, atPeriodEnd);
        return customer.applied(changed ? "cancelled" : "unchanged", tenant.getId(), !atPeriodEnd, null);
    }
}
