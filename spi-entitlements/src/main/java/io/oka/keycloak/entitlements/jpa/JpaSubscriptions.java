package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.entitlements.BillingPeriod;
import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.PlanCatalogue;
import io.oka.keycloak.entitlements.Subscription;
import io.oka.keycloak.entitlements.SubscriptionState;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.entitlements.SubscriptionUpdate;
import io.oka.keycloak.entitlements.Subscriptions;
import io.oka.keycloak.tenants.TenantModel;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Subscriptions in PostgreSQL. A change takes the subscription's row after the tenant's; the task that moves periods
 * takes the former alone, so that the two never wait for each other in a circle.
 */
final class JpaSubscriptions implements Subscriptions {

    private final KeycloakSession session;
    private final EntityManager em;
    private final EntitlementCaches caches;
    private final EntitlementChanges changes;
    private final JpaPlans plans;
    private final JpaOverrides overrides;

    JpaSubscriptions(
            KeycloakSession session,
            EntityManager em,
            EntitlementCaches caches,
            EntitlementChanges changes,
            JpaPlans plans,
            JpaOverrides overrides) {
        this.session = session;
        this.em = em;
        this.caches = caches;
        this.changes = changes;
        this.plans = plans;
        this.overrides = overrides;
    }

    @Nullable
    Subscription read(String tenantId) {
        SubscriptionEntity row = em.find(SubscriptionEntity.class, tenantId);
        return row == null ? null : SubscriptionRows.read(row);
    }

    @Override
    public @Nullable Subscription get(TenantModel tenant) {
        return read(tenant.getId());
    }

    @Override
    public List<OfTenant> search(RealmModel realm, Query query, int first, int max) {
        return search(realm, query).page(first, max);
    }

    @Override
    public long count(RealmModel realm, Query query) {
        return search(realm, query).count();
    }

    private SubscriptionSearch search(RealmModel realm, Query query) {
        String fallback = EntitlementSettings.fallbackTier(realm);
        boolean present = fallback != null && plans.get(realm, fallback) != null;
        return new SubscriptionSearch(em, realm.getId(), query, present ? fallback : null, now());
    }

    /** A new tenant stands on the lowest plan; where there is none it gets no subscription. */
    void begin(TenantModel tenant) {
        PlanCatalogue catalogue = plans.of(tenant.getRealm());
        Plan lowest = catalogue.lowest();
        if (lowest != null) {
            insert(tenant, Subscription.begin(lowest, now()), catalogue);
        }
    }

    @Override
    public void upgrade(TenantModel tenant, Plan plan) {
        Held held = hold(tenant);
        Plan from = held.state().bought();
        // Who has cancelled has nothing to rise from: any plan is more.
        if (held.row().status() != SubscriptionStatus.CANCELLED && from != null && plan.rank() <= from.rank()) {
            throw new ConflictException("not_an_upgrade", "This plan is not above the present one");
        }
        write(held, held.row().on(plan, now()), "subscription.upgraded");
    }

    @Override
    public void downgrade(TenantModel tenant, Plan plan) {
        Held held = hold(tenant);
        Plan from = held.state().bought();
        if (held.row().status() == SubscriptionStatus.CANCELLED || from == null || plan.rank() >= from.rank()) {
            throw new ConflictException("not_a_downgrade", "This plan is not below the present one");
        }
        write(held, held.row().on(plan, now()), "subscription.downgraded");
    }

    @Override
    public boolean cancel(TenantModel tenant, boolean atPeriodEnd) {
        Held held = hold(tenant);
        if (held.row().status() == SubscriptionStatus.CANCELLED) {
            throw new ConflictException("subscription_cancelled", "The subscription is cancelled already");
        }
        Instant end = held.state().currentPeriodEnd();
        if (atPeriodEnd && end == null) {
            throw new ConflictException("no_period", "The plan has no period: it can be cancelled at once only");
        }
        if (atPeriodEnd && end != null && now().isBefore(end)) {
            if (held.row().cancelAtPeriodEnd()) {
                return false;
            }
            write(held, held.row().cancelledAtPeriodEnd(), "subscription.cancelled");
            return true;
        }
        write(held, cancelled(held.row(), held.realm(), held.catalogue(), now()), "subscription.cancelled");
        return true;
    }

    @Override
    public void renew(TenantModel tenant) {
        Held held = hold(tenant);
        if (held.row().status() == SubscriptionStatus.CANCELLED) {
            throw new ConflictException("subscription_cancelled", "A cancelled subscription is not renewed");
        }
        Plan bought = held.state().bought();
        BillingPeriod period = bought == null ? null : bought.period();
        if (period == null) {
            throw new ConflictException("no_period", "The plan has no period: it never ends");
        }
        write(held, held.row().renewed(period, now()), "subscription.renewed");
    }

    @Override
    public void switchItem(TenantModel tenant, String service, boolean enabled) {
        Held held = hold(tenant);
        Plan plan = held.state().plan();
        if (plan == null || !plan.offers(service)) {
            throw new ConflictException("not_in_plan", "The plan does not have this service");
        }
        if (held.row().items().getOrDefault(service, true) != enabled) {
            write(held, held.row().withItem(service, enabled), "subscription.updated");
        }
    }

    @Override
    public boolean set(TenantModel tenant, SubscriptionUpdate update) {
        Held held = hold(tenant);
        Subscription wanted = update.apply(held.row(), now());
        if (wanted.status() == SubscriptionStatus.CANCELLED && held.row().status() != SubscriptionStatus.CANCELLED) {
            write(held, cancelled(wanted, held.realm(), held.catalogue(), now()), "subscription.cancelled");
            return true;
        }
        if (wanted.equals(held.row())) {
            return false;
        }
        write(held, wanted, null);
        return true;
    }

    /** Writes down what the time has done to this one, if it has; in a session that does nothing else. */
    void settle(String tenantId) {
        SubscriptionEntity entity = em.find(SubscriptionEntity.class, tenantId, LockModeType.PESSIMISTIC_WRITE);
        RealmModel realm = entity == null ? null : session.realms().getRealm(entity.realmId);
        if (entity != null && realm != null) {
            session.getContext().setRealm(realm);
            settle(realm, entity, plans.of(realm));
        }
    }

    /** Ids of those that the time has moved, after this one. */
    List<String> due(String after, int atMost) {
        return em.createNamedQuery("okaSubscriptionsDue", String.class)
                .setParameter("now", now())
                .setParameter("after", after)
                .setMaxResults(atMost)
                .getResultList();
    }

    /** A subscription that nobody else changes, and how it stands. */
    private record Held(
            SubscriptionEntity entity,
            Subscription row,
            RealmModel realm,
            PlanCatalogue catalogue,
            SubscriptionState state) {}

    private Held hold(TenantModel tenant) {
        RealmModel realm = tenant.getRealm();
        PlanCatalogue catalogue = plans.of(realm);
        SubscriptionEntity entity = em.find(SubscriptionEntity.class, tenant.getId());
        if (entity == null) {
            Plan lowest = catalogue.lowest();
            if (lowest == null) {
                throw new ConflictException("no_plans", "The realm has no plans");
            }
            // A tenant from before there were plans: the tenant's lock, which the caller has, keeps others away.
            entity = insert(tenant, Subscription.begin(lowest, now()), catalogue);
        } else {
            em.refresh(entity, LockModeType.PESSIMISTIC_WRITE);
            settle(realm, entity, catalogue);
        }
        Subscription row = SubscriptionRows.read(entity);
        return new Held(entity, row, realm, catalogue, state(realm, tenant.getId(), row, catalogue));
    }

    private SubscriptionEntity insert(TenantModel tenant, Subscription begun, PlanCatalogue catalogue) {
        RealmModel realm = tenant.getRealm();
        SubscriptionEntity entity = new SubscriptionEntity();
        entity.tenantId = tenant.getId();
        entity.realmId = realm.getId();
        entity.createdAt = now();
        SubscriptionRows.write(begun, entity, now());
        em.persist(entity);
        em.flush();
        caches.tenantChanged(session, realm.getId(), tenant.getId());
        SubscriptionState state = state(realm, tenant.getId(), begun, catalogue);
        changes.subscription("subscription.created", realm, tenant.getId(), null, state, OperationType.CREATE);
        return entity;
    }

    /** If the process dies before this commits nothing has been said, and the next look finds the row due again. */
    private void settle(RealmModel realm, SubscriptionEntity entity, PlanCatalogue catalogue) {
        Instant due = entity.dueAt;
        if (due == null || now().isBefore(due)) {
            return;
        }
        Subscription before = SubscriptionRows.read(entity);
        Plan plan = catalogue.find(before.tier());
        if (plan == null || plan.period() == null) {
            // The plan has lost its period since: nothing ends any more.
            entity.dueAt = null;
            return;
        }
        boolean ends = before.cancelAtPeriodEnd();
        Instant grace = before.graceUntil() != null ? before.graceUntil() : due.plus(Duration.ofDays(plan.graceDays()));
        Subscription after = ends ? cancelled(before, realm, catalogue, due) : before.pastDue(grace);
        Held held = new Held(
                entity,
                before,
                realm,
                catalogue,
                SubscriptionState.at(before(due), before, catalogue, List.of(), null));
        write(held, after, ends ? "subscription.cancelled" : "subscription.past_due");
    }

    private static Instant before(Instant due) {
        return due.minusMillis(1);
    }

    private static Subscription cancelled(Subscription row, RealmModel realm, PlanCatalogue catalogue, Instant at) {
        String fallback = EntitlementSettings.fallbackTier(realm);
        Plan next = fallback == null ? null : catalogue.find(fallback);
        return next == null ? row.cancelled() : row.cancelled().on(next, at);
    }

    /**
     * @param type what is to be published; null to find that out by comparing
     */
    private void write(Held held, Subscription after, @Nullable String type) {
        SubscriptionEntity entity = held.entity();
        SubscriptionRows.write(after, entity, now());
        em.flush();
        caches.tenantChanged(session, entity.realmId, entity.tenantId);
        SubscriptionState state = state(held.realm(), entity.tenantId, after, held.catalogue());
        List<String> types =
                type == null ? SubscriptionDifference.of(held.row(), after, held.catalogue()) : List.of(type);
        types.forEach(each ->
                changes.subscription(each, held.realm(), entity.tenantId, held.state(), state, OperationType.UPDATE));
    }

    private SubscriptionState state(RealmModel realm, String tenantId, Subscription row, PlanCatalogue catalogue) {
        return SubscriptionState.at(
                now(),
                Objects.requireNonNull(row),
                catalogue,
                overrides.active(realm, tenantId),
                EntitlementSettings.fallbackTier(realm));
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
