package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.entitlements.Subscriptions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds subscriptions by how they stand now, which is what {@link io.oka.keycloak.entitlements.SubscriptionState} would
 * say of each: the conditions below are its rules in SQL.
 *
 * @param fallback the plan to go on with after a cancellation; null for none
 */
record SubscriptionSearch(
        EntityManager em,
        String realmId,
        Subscriptions.Query wanted,
        @Nullable String fallback,
        Instant now) {

    private static final String ENDED =
            "(p.period is not null and s.currentPeriodEnd is not null and s.currentPeriodEnd <= :now)";
    private static final String ENDED_FOR_GOOD =
            "(s.status <> 'cancelled' and s.cancelAtPeriodEnd = true and " + ENDED + ")";

    List<Subscriptions.OfTenant> page(int first, int max) {
        return query("select s", " order by s.createdAt, s.tenantId", SubscriptionEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(row -> new Subscriptions.OfTenant(row.tenantId, SubscriptionRows.read(row)))
                .toList();
    }

    long count() {
        return query("select count(s)", "", Long.class).getSingleResult();
    }

    private <T> TypedQuery<T> query(String select, String order, Class<T> type) {
        String text =
                select + " from SubscriptionEntity s join PlanEntity p on p.realmId = s.realmId and p.tier = s.tier"
                        + " where s.realmId = :realmId" + byStatus(fallback != null) + byTier();
        TypedQuery<T> query = em.createQuery(text + order, type).setParameter("realmId", realmId);
        if (text.contains(":now")) {
            query.setParameter("now", now);
        }
        if (wanted.tier() != null) {
            query.setParameter("tier", wanted.tier());
        }
        return query;
    }

    private String byStatus(boolean goesOn) {
        SubscriptionStatus status = wanted.status();
        if (status == null) {
            return "";
        }
        return switch (status) {
            case CANCELLED -> " and (s.status = 'cancelled'" + (goesOn ? "" : " or " + ENDED_FOR_GOOD) + ")";
            case PAST_DUE ->
                " and s.status <> 'cancelled' and not " + ENDED_FOR_GOOD + " and (s.status = 'past_due' or " + ENDED
                        + ")";
            case ACTIVE ->
                " and ((s.status = 'active' and not " + ENDED + ")" + (goesOn ? " or " + ENDED_FOR_GOOD : "") + ")";
        };
    }

    private String byTier() {
        if (wanted.tier() == null) {
            return "";
        }
        if (fallback == null) {
            return " and s.tier = :tier";
        }
        return fallback.equals(wanted.tier())
                ? " and (s.tier = :tier or " + ENDED_FOR_GOOD + ")"
                : " and s.tier = :tier and not " + ENDED_FOR_GOOD;
    }
}
