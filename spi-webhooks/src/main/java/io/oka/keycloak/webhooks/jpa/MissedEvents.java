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

/** Events of a time that an endpoint wants, and that neither arrived nor may yet arrive there; oldest first. */
final class MissedEvents {

    /** An id is made a moment before its time is taken, and a clock may be set back meanwhile. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String MISSED = "select v.ID from OKA_WEBHOOK_EVENT v where v.REALM_ID = :realmId%s"
            + " and v.ID > :after and v.OCCURRED_AT >= :since and v.OCCURRED_AT < :until"
            + " and (v.TYPE = any (array(select jsonb_array_elements_text(cast(:types as jsonb))))%s)"
            + " and not exists (select 1 from OKA_WEBHOOK_DELIVERY d where d.EVENT_ID = v.ID"
            + " and d.ENDPOINT_ID = :endpointId"
            + " and d.STATE in ('pending', 'leased', 'retrying', 'held', 'delivered'))"
            + " order by v.ID limit :atMost";

    private static final String BEGINNINGS = " or exists (select 1 from"
            + " jsonb_array_elements_text(cast(:beginnings as jsonb)) b where starts_with(v.TYPE, b))";

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
        // Ids begin with the time: what lies before is not even looked at.
        this.after = new UUID(since.minus(SLACK).toEpochMilli() << 16, 0).toString();
    }

    /** From where it stopped. */
    @SuppressWarnings("unchecked")
    List<NewDeliveries.Pair> next(int atMost) {
        String tenantId = scope.tenantId();
        Query query = em.createNativeQuery(
                        MISSED.formatted(
                                tenantId == null ? "" : " and v.TENANT_ID = :tenantId",
                                wanted.beginnings().isEmpty() ? "" : BEGINNINGS),
                        String.class)
                .setParameter("realmId", scope.realm().getId())
                .setParameter("after", after)
                .setParameter("since", since)
                .setParameter("until", until)
                .setParameter("types", Json.writeText(wanted.types()))
                .setParameter("endpointId", endpoint.id())
                .setParameter("atMost", atMost);
        if (!wanted.beginnings().isEmpty()) {
            query.setParameter("beginnings", Json.writeText(wanted.beginnings()));
        }
        if (tenantId != null) {
            query.setParameter("tenantId", tenantId);
        }
        List<String> ids = query.getResultList();
        if (!ids.isEmpty()) {
            after = ids.get(ids.size() - 1);
        }
        return ids.stream().map(id -> new NewDeliveries.Pair(id, endpoint.id())).toList();
    }
}
