package io.oka.keycloak.webhooks.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Removes what has lost its ground: the tenant is purged, or the whole realm is gone. */
record WebhookCleanup(EntityManager em) {

    private static final List<String> TABLES =
            List.of("OKA_WEBHOOK_DELIVERY", "OKA_WEBHOOK_EVENT", "OKA_WEBHOOK_SEQUENCE", "OKA_WEBHOOK_ENDPOINT");

    private static final int SWEPT_AT_ONCE = 200;
    private static final int DELIVERIES_AT_ONCE = 5_000;

    /** Deliveries may be many, and are swept after their endpoints. */
    void tenantPurged(String realmId, String tenantId, Instant now) {
        bury(
                endpoints("e.realmId = :realmId and e.tenantId = :tenantId")
                        .setParameter("realmId", realmId)
                        .setParameter("tenantId", tenantId)
                        .getResultList(),
                now);
        for (String table : List.of("OKA_WEBHOOK_EVENT", "OKA_WEBHOOK_SEQUENCE")) {
            em.createNativeQuery("delete from " + table + " where REALM_ID = :realmId and TENANT_ID = :tenantId")
                    .setParameter("realmId", realmId)
                    .setParameter("tenantId", tenantId)
                    .executeUpdate();
        }
    }

    /** Nothing is published, since nobody is left to read it. Attempts go with their deliveries. */
    void realmRemoved(String realmId) {
        for (String table : TABLES) {
            em.createNativeQuery("delete from " + table + " where REALM_ID = :realmId")
                    .setParameter("realmId", realmId)
                    .executeUpdate();
        }
    }

    /**
     * Removes what is of realms and tenants that went without a word.
     *
     * @return how many realms and endpoints there were
     */
    int sweepStrays(Instant now) {
        List<String> realms = em.createQuery(
                        "select distinct e.realmId from WebhookEndpointEntity e where not exists"
                                + " (select 1 from RealmEntity r where r.id = e.realmId)",
                        String.class)
                .setMaxResults(SWEPT_AT_ONCE)
                .getResultList();
        realms.forEach(this::realmRemoved);
        List<WebhookEndpointEntity> strays = endpoints("e.tenantId is not null and e.deletedAt is null and not exists"
                        + " (select 1 from TenantEntity t where t.id = e.tenantId)")
                .setMaxResults(SWEPT_AT_ONCE)
                .getResultList();
        bury(strays, now);
        return realms.size() + strays.size();
    }

    /**
     * Removes deliveries of endpoints that are deleted, and then those; at most so many, to keep the transaction short.
     *
     * @return whether there is more
     */
    boolean sweepDeleted() {
        int removed = em.createNativeQuery("delete from OKA_WEBHOOK_DELIVERY where ID in (select d.ID from"
                        + " OKA_WEBHOOK_DELIVERY d join OKA_WEBHOOK_ENDPOINT e on e.ID = d.ENDPOINT_ID"
                        + " where e.DELETED_AT is not null and d.STATE <> 'leased' limit :atMost)")
                .setParameter("atMost", DELIVERIES_AT_ONCE)
                .executeUpdate();
        if (removed == DELIVERIES_AT_ONCE) {
            return true;
        }
        em.createNativeQuery("delete from OKA_WEBHOOK_ENDPOINT e where e.DELETED_AT is not null and not exists"
                        + " (select 1 from OKA_WEBHOOK_DELIVERY d where d.ENDPOINT_ID = e.ID)")
                .executeUpdate();
        return false;
    }

    private static void bury(List<WebhookEndpointEntity> rows, Instant now) {
        rows.forEach(row -> EndpointSeals.bury(row, now));
    }

    private TypedQuery<WebhookEndpointEntity> endpoints(String condition) {
        return em.createQuery("select e from WebhookEndpointEntity e where " + condition, WebhookEndpointEntity.class);
    }

    /** Versions of the operator's key under which secrets are sealed, but for those that are known. */
    Set<Integer> strangeKeys(Collection<Integer> known) {
        return new TreeSet<>(em.createQuery(
                        "select distinct w.keyVersion from WebhookEndpointEntity w where w.deletedAt is null"
                                + " and w.keyVersion not in :known",
                        Integer.class)
                .setParameter("known", known)
                .getResultList());
    }
}
