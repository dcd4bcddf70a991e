package io.oka.keycloak.sync.apply;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.entitlements.SubscriptionUpdate;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.tenants.TenantModel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes down what a customer has bought. */
final class SubscriptionUpserts implements ItemApplier {

    @Override
    public ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item) {
        SubscriptionUpsert wanted = ItemSchemas.subscriptionUpsert(item.data());
        requireNear(item, "currentPeriodEnd", wanted.currentPeriodEnd());
        requireNear(item, "graceUntil", wanted.graceUntil());
        Customer customer = Customer.hold(session, realm, item);
        ItemOutcome beside = customer.judge();
        if (beside != null) {
            return beside;
        }
        if (customer.tenantId() == null) {
            return customer.park(MappingType.TENANT, item.externalCode());
        }
        String tier = tier(customer, wanted);
        if (tier == null) {
            return customer.park(MappingType.PLAN, Objects.requireNonNull(wanted.plan()));
        }
        SubscriptionUpdate update = update(customer, wanted, tier);
        TenantModel tenant = customer.tenant();
        ItemOutcome ofDeleted = Purchases.ofDeleted(customer, tenant);
        if (ofDeleted != null) {
            return ofDeleted;
        }
        boolean cancels = update.status() == SubscriptionStatus.CANCELLED;
        if (cancels && Purchases.isFallback(customer, tenant)) {
            return customer.applied("unchanged", tenant.getId(), true, null);
        }
        boolean changed = EntitlementProvider.of(session).subscriptions().set(tenant, update);
        String result = !changed ? "unchanged" : cancels ? "cancelled" : "updated";
        return customer.applied(result, tenant.getId(), cancels, null);
    }

    private static @Nullable String tier(Customer customer, SubscriptionUpsert wanted) {
        return wanted.tier() != null
                ? wanted.tier()
                : Customer.internal(
                        customer.session(),
                        customer.realm(),
                        customer.item(),
                        MappingType.PLAN,
                        Objects.requireNonNull(wanted.plan()));
    }

    /** Whoever may put a tenant on a plan may also make a subscription for it active again. */
    private static SubscriptionUpdate update(Customer customer, SubscriptionUpsert wanted, String tier) {
        String member = wanted.tier() != null ? "tier" : "plan";
        if (!customer.item().capabilities().allowTier(tier)) {
            throw ItemRefusal.notAllowed(member + ": the agent may not put tenants on plan " + tier);
        }
        Plan plan = EntitlementProvider.of(customer.session()).plans().get(customer.realm(), tier);
        if (plan == null) {
            throw new ItemRefusal("plan_not_found", member + ": the realm has no plan " + tier);
        }
        if (plan.period() == null && wanted.currentPeriodEnd() != null) {
            throw new ItemRefusal("no_period", "currentPeriodEnd: plan " + tier + " has no period");
        }
        return new SubscriptionUpdate(
                plan,
                wanted.status(),
                kept(wanted.currentPeriodEnd()),
                kept(wanted.graceUntil()),
                wanted.cancelAtPeriodEnd());
    }

    /** What an agent gives is not to outlive it, or its operator's change of mind, by more than was agreed. */
    private static void requireNear(ItemToApply item, String member, @Nullable Instant time) {
        int days = item.capabilities().maxPeriodDays();
        if (time == null || item.capabilities().isUnbounded()) {
            return;
        }
        Instant latest = Instant.ofEpochMilli(Time.currentTimeMillis()).plus(Duration.ofDays(days));
        if (time.isAfter(latest)) {
            throw ItemRefusal.notAllowed(member + ": the agent may set no end more than " + days + " days ahead");
        }
    }

    /** As it will be read back: the database is coarser than what can be written. */
    private static @Nullable Instant kept(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }
}
