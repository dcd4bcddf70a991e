package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.option.DurationOption;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes what has been over for long: deliveries with their attempts, then events of which nothing is left. What is held
 * for as long becomes a dead letter first, so that it is seen once more before it goes.
 */
public final class DeliveryRetention {

    /** For how long deliveries are kept after their end. */
    public static final String OPTION = "delivery-retention";

    public static final int AT_ONCE = 1_000;

    private static final Duration USUAL = Duration.ofDays(30);

    private static final List<String> STEPS = List.of(
            "update OKA_WEBHOOK_DELIVERY set STATE = 'dead', LAST_ERROR = 'held_too_long', FINISHED_AT = :now"
                    + " where ID in (select d.ID from OKA_WEBHOOK_DELIVERY d where d.STATE = 'held'"
                    + " and d.CREATED_AT < :before limit :atMost for update skip locked)",
            "delete from OKA_WEBHOOK_DELIVERY where ID in (select d.ID from OKA_WEBHOOK_DELIVERY d"
                    + " where d.FINISHED_AT < :before order by d.FINISHED_AT limit :atMost"
                    + " for update skip locked)",
            "delete from OKA_WEBHOOK_EVENT where ID in (select v.ID from OKA_WEBHOOK_EVENT v"
                    + " where v.OCCURRED_AT < :before and not exists (select 1"
                    + " from OKA_WEBHOOK_DELIVERY d where d.EVENT_ID = v.ID) limit :atMost)");

    private DeliveryRetention() {}

    /**
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    public static Duration option(String scope, @Nullable String value) {
        return DurationOption.of(scope + OPTION, value, USUAL, "P1D", "P3650D");
    }

    /**
     * One batch of each kind, in the caller's transaction.
     *
     * @return how much was in the fullest
     */
    public static int run(EntityManager em, Instant now, Duration retention) {
        int most = 0;
        for (String step : STEPS) {
            Query query = em.createNativeQuery(step)
                    .setParameter("before", now.minus(retention))
                    .setParameter("atMost", AT_ONCE);
            if (step.contains(":now")) {
                query.setParameter("now", now);
            }
            most = Math.max(most, query.executeUpdate());
        }
        return most;
    }
}
