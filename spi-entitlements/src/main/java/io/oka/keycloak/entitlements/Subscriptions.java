package io.oka.keycloak.entitlements;

import io.oka.keycloak.tenants.TenantModel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Each tenant's subscription. Whoever changes one holds the tenant. Before a change what the time has done is written
 * down and published, whether or not the task that moves periods has come by.
 */
public interface Subscriptions {

    /**
     * A tenant's subscription.
     *
     * @param row what is written down
     */
    record OfTenant(String tenantId, Subscription row) {}

    /**
     * Which subscriptions are asked for, by how they stand now; null does not narrow.
     *
     * @param tier the bought one
     */
    record Query(
            @Nullable SubscriptionStatus status, @Nullable String tier) {}

    /** Those that begun first stand first. */
    List<OfTenant> search(RealmModel realm, Query query, int first, int max);

    long count(RealmModel realm, Query query);

    /**
     * @throws io.oka.keycloak.common.problem.ConflictException {@code not_an_upgrade}
     */
    void upgrade(TenantModel tenant, Plan plan);

    /**
     * What is above the new plan's limits stays; nothing is added to it.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code not_a_downgrade}
     */
    void downgrade(TenantModel tenant, Plan plan);

    /** What is written down of the tenant's; null where nothing is yet. The caller holds the tenant. */
    @Nullable
    Subscription get(TenantModel tenant);

    /**
     * When it takes effect, the realm's fallback plan goes on, if there is one.
     *
     * @return whether that changed anything
     * @throws io.oka.keycloak.common.problem.ConflictException {@code subscription_cancelled}, {@code no_period} for a
     *     plan that has no period whose end could be awaited
     */
    boolean cancel(TenantModel tenant, boolean atPeriodEnd);

    /**
     * One more period, counted from the end of the current one; a cancellation that was to come is taken back.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code subscription_cancelled}, {@code no_period}
     */
    void renew(TenantModel tenant);

    /**
     * Switches a service of the plan on or off.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code not_in_plan}
     */
    void switchItem(TenantModel tenant, String service, boolean enabled);

    /**
     * Writes down what a billing system or a person says. A cancellation goes on with the fallback plan, if there is one.
     *
     * @return whether that changed anything
     */
    boolean set(TenantModel tenant, SubscriptionUpdate update);
}
