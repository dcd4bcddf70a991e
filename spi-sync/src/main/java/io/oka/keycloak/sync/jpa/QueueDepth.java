package io.oka.keycloak.sync.jpa;

import jakarta.persistence.EntityManager;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.keycloak.common.util.Time;

/**
 * How much waits in a realm, as this node last counted it, and what it has taken in since: a count may be long, and a queue
 * that is full is asked most. A bound on memory and patience, not on money: nodes that take jobs in at the same time may
 * pass it by what they take within two seconds.
 */
final class QueueDepth {

    private static final long FRESH_MILLIS = TimeUnit.SECONDS.toMillis(2);
    private static final int MOST_REALMS = 10_000;

    private static final String COUNT = "select count(*) from (select 1 from OKA_SYNC_ITEM where REALM_ID = :realmId"
            + " and STATE in ('queued', 'processing', 'retrying', 'parked') limit :most) waiting";

    private static final ConcurrentMap<String, QueueDepth> BY_REALM = new ConcurrentHashMap<>();

    private final long countedAt = Time.currentTimeMillis();
    private long items;

    private QueueDepth(long items) {
        this.items = items;
    }

    /**
     * @param most beyond which it need not be counted
     */
    static QueueDepth of(EntityManager em, String realmId, int most) {
        QueueDepth known = BY_REALM.get(realmId);
        if (known != null && Math.abs(Time.currentTimeMillis() - known.countedAt) < FRESH_MILLIS) {
            return known;
        }
        QueueDepth counted = new QueueDepth(count(em, realmId, most));
        if (BY_REALM.size() >= MOST_REALMS) {
            BY_REALM.clear();
        }
        BY_REALM.put(realmId, counted);
        return counted;
    }

    /** Whether there is room for so many more. */
    synchronized boolean take(int more, int most) {
        if (items + more > most) {
            return false;
        }
        items += more;
        return true;
    }

    private static long count(EntityManager em, String realmId, int most) {
        return ((Number) em.createNativeQuery(COUNT)
                        .setParameter("realmId", realmId)
                        .setParameter("most", most)
                        .getSingleResult())
                .longValue();
    }
}
