package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementSnapshots;
import io.oka.keycloak.entitlements.Flags;
import io.oka.keycloak.entitlements.Plans;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Entitlements in PostgreSQL, through Keycloak's persistence unit and in the request's own transaction. */
final class JpaEntitlementProvider implements EntitlementProvider {

    private final EntityManager em;
    private final JpaPlans plans;
    private final JpaSubscriptions subscriptions;
    private final JpaFlags flags;
    private final JpaOverrides overrides;
    private final JpaSnapshots snapshots;

    JpaEntitlementProvider(KeycloakSession session, EntityManager em, EntitlementCaches caches) {
        this.em = em;
        EntitlementChanges changes = new EntitlementChanges(session);
        this.plans = new JpaPlans(session, em, caches, changes);
        this.overrides = new JpaOverrides(session, em, caches, changes);
        this.flags = new JpaFlags(session, em, caches, changes);
        this.subscriptions = new JpaSubscriptions(session, em, caches, changes, plans, overrides);
        this.snapshots = new JpaSnapshots(session, caches, plans, subscriptions, flags, overrides);
    }

    @Override
    public Plans plans() {
        return plans;
    }

    @Override
    public JpaSubscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public Flags flags() {
        return flags;
    }

    @Override
    public JpaOverrides overrides() {
        return overrides;
    }

    @Override
    public EntitlementSnapshots snapshots() {
        return snapshots;
    }

    /** The tenant is purged, and what it had with it. */
    void forgetTenant(String tenantId) {
        delete("okaDeleteSubscriptionOfTenant", "tenantId", tenantId);
        delete("okaDeleteOverridesOfTenant", "tenantId", tenantId);
        delete("okaDeleteFlagsOfTenant", "tenantId", tenantId);
    }

    /** The realm is gone: nothing is published, since nobody is left to read it. */
    void forgetRealm(String realmId) {
        // Whoever begins a subscription at this moment holds its plan: it is waited for and then seen, or finds no
        // plan.
        // Hibernate's own lock would let it pass, since that leaves foreign keys alone.
        em.createNativeQuery("select ID from OKA_PLAN where REALM_ID = :realmId order by ID for update", String.class)
                .setParameter("realmId", realmId)
                .getResultList();
        delete("okaDeleteSubscriptionsOfRealm", "realmId", realmId);
        delete("okaDeleteOverridesOfRealm", "realmId", realmId);
        delete("okaDeleteFlagTenantsOfRealm", "realmId", realmId);
        delete("okaDeleteFlagsOfRealm", "realmId", realmId);
        delete("okaDeletePlansOfRealm", "realmId", realmId);
    }

    /**
     * Removes the rows of realms that are gone without a word.
     *
     * @return how many realms
     */
    int sweepRealms(int atMost) {
        List<String> gone = em.createNamedQuery("okaRealmsOfPlansGone", String.class)
                .setMaxResults(atMost)
                .getResultList();
        gone.forEach(this::forgetRealm);
        return gone.size();
    }

    private void delete(String query, String parameter, String id) {
        em.createNamedQuery(query).setParameter(parameter, id).executeUpdate();
    }
}
