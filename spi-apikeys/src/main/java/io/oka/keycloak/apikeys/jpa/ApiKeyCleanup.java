package io.oka.keycloak.apikeys.jpa;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Removes keys that have lost their ground: their tenant is purged, or their whole realm is gone. */
record ApiKeyCleanup(EntityManager em) {

    private static final int SWEPT_AT_ONCE = 200;

    void tenantPurged(String tenantId) {
        em.createNamedQuery("okaDeleteApiKeysOfTenant")
                .setParameter("tenantId", tenantId)
                .executeUpdate();
    }

    /** Nothing is published, since nobody is left to read it. */
    void realmRemoved(String realmId) {
        em.createNamedQuery("okaDeleteApiKeysOfRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    /**
     * Removes the keys of realms and tenants that went without a word.
     *
     * @return how many realms and tenants there were
     */
    int sweep() {
        List<String> realms = gone("realmId", "RealmEntity");
        realms.forEach(this::realmRemoved);
        List<String> tenants = gone("tenantId", "TenantEntity");
        tenants.forEach(this::tenantPurged);
        return realms.size() + tenants.size();
    }

    /** Versions of the pepper under which keys that may yet work are hashed, but for those that are known. */
    Set<Integer> strangePeppers(Collection<Integer> known) {
        return new TreeSet<>(em.createQuery(
                        "select distinct k.pepperVersion from ApiKeyEntity k where k.revokedAt is null"
                                + " and k.expiredPublishedAt is null and k.pepperVersion not in :known",
                        Integer.class)
                .setParameter("known", known)
                .getResultList());
    }

    private List<String> gone(String column, String entity) {
        return em.createQuery(
                        "select distinct k." + column + " from ApiKeyEntity k where not exists (select 1 from " + entity
                                + " e where e.id = k." + column + ")",
                        String.class)
                .setMaxResults(SWEPT_AT_ONCE)
                .getResultList();
    }
}
