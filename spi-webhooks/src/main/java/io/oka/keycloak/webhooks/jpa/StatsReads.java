package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.DeliveryStats;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookScope;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries to an endpoint go, counted in indexes and only so far: an endpoint may have a million deliveries, and is
 * looked at again and again. The endpoint's scope is checked by whoever found it; its id is in no other scope.
 */
record StatsReads(EntityManager em, WebhookScope scope, WebhookEndpoint endpoint) {

    private static final Duration LATELY = Duration.ofHours(24);

    private static final String STATES = Arrays.stream(DeliveryState.values())
            .map(state -> "('" + state.wireName() + "')")
            .collect(Collectors.joining(", "));

    private static final String COUNTS = "select s.STATE, (select count(*) from (select 1 from OKA_WEBHOOK_DELIVERY d"
            + " where d.ENDPOINT_ID = :endpointId and d.STATE = s.STATE limit :atMost) c)"
            + " from (values " + STATES + ") s (STATE)";

    private static final String LETTERS = "select count(*) from (select 1 from OKA_WEBHOOK_DELIVERY d"
            + " where d.ENDPOINT_ID = :endpointId and d.STATE = 'dead' and d.SUCCESSOR_ID is null limit :atMost) c";

    private static final String ATTEMPTS = "select count(*), count(*) filter (where a.STATUS between 200 and 299),"
            + " percentile_disc(0.5) within group (order by a.LATENCY_MS),"
            + " percentile_disc(0.95) within group (order by a.LATENCY_MS)"
            + " from (select STATUS, LATENCY_MS from OKA_WEBHOOK_ATTEMPT where ENDPOINT_ID = :endpointId"
            + " and STARTED_AT >= :since order by STARTED_AT desc limit :atMost) a";

    private static final String OLDEST = "select d.createdAt from WebhookDeliveryEntity d where d.realmId = :realmId"
            + " and d.endpointId = :endpointId and d.state in ('pending', 'leased', 'retrying', 'held') order by d.id";

    DeliveryStats read(Instant now) {
        Object[] attempts = (Object[]) em.createNativeQuery(ATTEMPTS, Object[].class)
                .setParameter("endpointId", endpoint.id())
                .setParameter("since", now.minus(LATELY))
                .setParameter("atMost", DeliveryStats.COUNTED_UP_TO)
                .getSingleResult();
        Object letters = em.createNativeQuery(LETTERS)
                .setParameter("endpointId", endpoint.id())
                .setParameter("atMost", DeliveryStats.COUNTED_UP_TO)
                .getSingleResult();
        return new DeliveryStats(
                counts(),
                ((Number) letters).longValue(),
                ((Number) attempts[0]).longValue(),
                ((Number) attempts[1]).longValue(),
                (Integer) attempts[2],
                (Integer) attempts[3],
                oldestWaiting());
    }

    @SuppressWarnings("unchecked")
    private Map<DeliveryState, Long> counts() {
        List<Object[]> rows = em.createNativeQuery(COUNTS, Object[].class)
                .setParameter("endpointId", endpoint.id())
                .setParameter("atMost", DeliveryStats.COUNTED_UP_TO)
                .getResultList();
        Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
        for (Object[] row : rows) {
            DeliveryState state = DeliveryState.find((String) row[0]);
            if (state != null) {
                counts.put(state, ((Number) row[1]).longValue());
            }
        }
        return counts;
    }

    private @Nullable Instant oldestWaiting() {
        return em.createQuery(OLDEST, Instant.class)
                .setParameter("realmId", scope.realm().getId())
                .setParameter("endpointId", endpoint.id())
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }
}
