package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import io.oka.keycloak.entitlements.Subscriptions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Finds subscriptions by how they stand now, which is what {@link io.oka.keycloak.entitlements.SubscriptionState} would
 * say of each: the conditions below are its rules in SQL.
 */
record SubscriptionSearch(EntityManager em, RealmModel realm, Subscriptions.Query wanted, Instant now) {

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
        String fallback = fallback();
        String text =
                select + " from SubscriptionEntity s join PlanEntity p on p.realmId = s.realmId and p.tier = s.tier"
                        + " where s.realmId = :realmId" + byStatus(fallback != null) + byTier(fallback);
        TypedQuery<T> query = em.createQuery(text + order, type).setParameter("realmId", realm.getId());
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

    private String byTier(@Nullable String fallback) {
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

    /** The fallback plan's tier, if there is such a plan. */
    private @Nullable String fallback() {
        String tier = EntitlementSettings.fallbackTier(realm);
        return tier == null
                        || em.createNamedQuery("okaPlanByTier", PlanEntity.class)
                                .setParameter("realmId", realm.getId())
                                .setParameter("tier", tier)
                                .getResultList()
                                .isEmpty()
                ? null
                : Objects.requireNonNull(tier);
    }
}
