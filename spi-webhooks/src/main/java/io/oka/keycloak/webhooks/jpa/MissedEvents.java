package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookScope;
import io.oka.keycloak.webhooks.catalogue.WantedTypes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events of a time that an endpoint wants, and that neither arrived nor may yet arrive there; oldest first. */
final class MissedEvents {

    /** An id is made a moment before its time is taken, and a clock may be set back meanwhile. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String MISSED = "select v.ID from OKA_WEBHOOK_EVENT v where v.REALM_ID = :realmId%s"
            + " and v.ID > :after and v.OCCURRED_AT >= :since and v.OCCURRED_AT < :until"
            + " and not exists (select 1 from OKA_WEBHOOK_DELIVERY d where d.EVENT_ID = v.ID"
            + " and d.ENDPOINT_ID = :endpointId"
            + " and d.STATE in ('pending', 'leased', 'retrying', 'held', 'delivered')) and ";

    private static final String IN_ORDER = " order by v.ID limit :atMost";

    private static final String BEGINNINGS = " or exists (select 1 from"
            + " jsonb_array_elements_text(cast(:beginnings as jsonb)) b where starts_with(v.TYPE, b))";

    /** All events of the time are looked at, of which many are wanted. */
    private static final String OF_MANY =
            MISSED + "(v.TYPE = any (array(select jsonb_array_elements_text(cast(:types as jsonb))))%s)" + IN_ORDER;

    /**
     * Those of each type are looked for by themselves, and the database is told which type it is, so that it knows whether
     * that is rare: one that never happened costs nothing.
     */
    private static final String OF_ONE = "(" + MISSED + "v.TYPE = :type%s" + IN_ORDER + ")";

    private static final int FEW = 8;

    private final EntityManager em;
    private final WebhookScope scope;
    private final WebhookEndpoint endpoint;
    private final WantedTypes wanted;
    private final Instant since;
    private final Instant until;
    private String after;

    MissedEvents(EntityManager em, WebhookScope scope, WebhookEndpoint endpoint, Instant since, Instant until) {
        this.em = em;
        this.scope = scope;
        this.endpoint = endpoint;
        this.wanted = WantedTypes.of(endpoint.events(), scope.tenant() == null);
        this.since = since;
        this.until = until;
        // Ids begin with the time: what lies before is not even looked at. They never go back with a clock that does,
        // and so
        // may be ahead of it: nothing bounds them from above.
        this.after = new UUID(since.minus(SLACK).toEpochMilli() << 16, 0).toString();
    }

    /** From where it stopped. */
    @SuppressWarnings("unchecked")
    List<NewDeliveries.Pair> next(int atMost) {
        if (wanted.types().isEmpty() && wanted.beginnings().isEmpty()) {
            return List.of();
        }
        Query query = (scope.tenantId() == null ? ofRealm() : ofTenant(scope.tenantId()))
                .setParameter("realmId", scope.realm().getId())
                .setParameter("after", after)
                .setParameter("since", since)
                .setParameter("until", until)
                .setParameter("endpointId", endpoint.id())
                .setParameter("atMost", atMost);
        List<String> ids = query.getResultList();
        if (!ids.isEmpty()) {
            after = ids.get(ids.size() - 1);
        }
        return ids.stream().map(id -> new NewDeliveries.Pair(id, endpoint.id())).toList();
    }

    /** A tenant's endpoints want types of ours only. */
    private Query ofTenant(String tenantId) {
        return em.createNativeQuery(OF_MANY.formatted(" and v.TENANT_ID = :tenantId", ""), String.class)
                .setParameter("tenantId", tenantId)
                .setParameter("types", Json.writeText(wanted.types()));
    }

    private Query ofRealm() {
        List<String> types = wanted.types();
        List<String> beginnings = wanted.beginnings();
        if (beginnings.isEmpty() && types.size() <= FEW) {
            String each = IntStream.range(0, types.size())
                    .mapToObj(i -> OF_ONE.formatted("", i))
                    .collect(Collectors.joining(" union all "));
            Query query = em.createNativeQuery("select v.ID from (" + each + ") v" + IN_ORDER, String.class);
            IntStream.range(0, types.size()).forEach(i -> query.setParameter("type" + i, types.get(i)));
            return query;
        }
        Query query = em.createNativeQuery(OF_MANY.formatted("", beginnings.isEmpty() ? "" : BEGINNINGS), String.class)
                .setParameter("types", Json.writeText(types));
        return beginnings.isEmpty() ? query : query.setParameter("beginnings", Json.writeText(beginnings));
    }
}
