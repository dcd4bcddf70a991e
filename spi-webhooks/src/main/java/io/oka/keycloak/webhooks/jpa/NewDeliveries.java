package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.webhooks.DeliveryCause;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.WebhookDelivery;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.delivery.Deliveries;
import io.oka.keycloak.webhooks.delivery.DeliveryRows;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/**
 * Sends events to endpoints again, in the request's own transaction: if the process dies before that commits, nothing is
 * sent; after it, the rows are there for any node. Whoever makes deliveries of an event holds its row, so that of two who
 * do so at once the second sees what the first has made. Nobody else holds it.
 */
record NewDeliveries(KeycloakSession session, EntityManager em, DeliveryRows rows) {

    /** In one statement; as many as its parameters are good for. */
    static final int AT_ONCE = 1_000;

    private static final String HOLD = "select ID from OKA_WEBHOOK_EVENT where ID in (:ids) order by ID for update";

    private static final String PAIRS =
            "jsonb_to_recordset(cast(:pairs as jsonb)) as n(event_id text, endpoint_id text, id text)";

    /** What may go: the endpoint and its tenant are there, and nothing is on its way already. */
    private static final String ALLOWED = "select w.ID, n.event_id, w.REALM_ID, w.TENANT_ID, w.FORMAT,"
            + " w.ACTIVE and w.PAUSED_AT is null from " + PAIRS
            + " join OKA_WEBHOOK_ENDPOINT w on w.ID = n.endpoint_id and w.DELETED_AT is null"
            + " where not exists (select 1 from OKA_WEBHOOK_DELIVERY d where d.EVENT_ID = n.event_id"
            + " and d.ENDPOINT_ID = w.ID and d.STATE in ('pending', 'leased', 'retrying', 'held'))"
            + " and not exists (select 1 from OKA_TENANT t where t.ID = w.TENANT_ID and t.DELETED_AT is not null)"
            + " order by n.event_id, w.ID";

    private static final String SUCCEED = "update OKA_WEBHOOK_DELIVERY d set SUCCESSOR_ID = n.id from " + PAIRS
            + " where d.EVENT_ID = n.event_id and d.ENDPOINT_ID = n.endpoint_id and d.STATE = 'dead'"
            + " and d.SUCCESSOR_ID is null";

    /** An event that an endpoint is to be told of. */
    record Pair(String eventId, String endpointId) {}

    /** What was made of it. */
    record Made(String id, Pair pair, @Nullable String tenantId) {}

    /**
     * Makes one in the place of another, for somebody who waits for whoever else is at the same event.
     *
     * @throws ConflictException {@code event_gone}, {@code delivery_open}
     */
    Made one(WebhookDelivery before, DeliveryCause cause) {
        LockTimeout.set(em);
        if (ids(HOLD, List.of(before.eventId())).isEmpty()) {
            throw new ConflictException("event_gone", "The event is no longer kept");
        }
        List<Made> made = make(List.of(new Pair(before.eventId(), before.endpointId())), cause);
        if (made.isEmpty()) {
            throw new ConflictException("delivery_open", "The event may yet arrive there, or its tenant is deleted");
        }
        return made.get(0);
    }

    /**
     * Makes deliveries, in the order of the events, of what may go: somebody else may be at the others, or they are on
     * their way. What died before of the same is no dead letter any more.
     */
    List<Made> make(List<Pair> pairs, DeliveryCause cause) {
        if (pairs.isEmpty()) {
            return List.of();
        }
        Set<String> held = Set.copyOf(ids(
                HOLD + " skip locked",
                pairs.stream().map(Pair::eventId).distinct().toList()));
        List<DeliveryRows.NewDelivery> wanted = allowed(
                pairs.stream().filter(pair -> held.contains(pair.eventId())).toList(), cause);
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Made> made = insert(wanted);
        em.createNativeQuery(SUCCEED)
                .setParameter(
                        "pairs",
                        Json.writeText(made.stream()
                                .map(one -> pair(one.pair(), one.id()))
                                .toList()))
                .executeUpdate();
        return made;
    }

    /** Makes one of an event that nothing was made of before. */
    Made first(DeliveryRows.NewDelivery delivery) {
        return insert(List.of(delivery)).get(0);
    }

    private List<Made> insert(List<DeliveryRows.NewDelivery> wanted) {
        Instant now = databaseTime();
        em.flush();
        List<String> ids = em.unwrap(Session.class).doReturningWork(connection -> rows.insert(connection, now, wanted));
        Deliveries.wake(session);
        List<Made> made = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            DeliveryRows.NewDelivery one = wanted.get(i);
            made.add(new Made(ids.get(i), new Pair(one.eventId(), one.endpointId()), one.tenantId()));
        }
        return made;
    }

    @SuppressWarnings("unchecked")
    private List<DeliveryRows.NewDelivery> allowed(List<Pair> pairs, DeliveryCause cause) {
        List<Object[]> found = em.createNativeQuery(ALLOWED, Object[].class)
                .setParameter(
                        "pairs",
                        Json.writeText(
                                pairs.stream().map(pair -> pair(pair, "")).toList()))
                .getResultList();
        return found.stream()
                .map(row -> new DeliveryRows.NewDelivery(
                        (String) row[0],
                        (String) row[1],
                        (String) row[2],
                        (String) row[3],
                        cause,
                        Objects.requireNonNull(WebhookFormat.find((String) row[4])),
                        (Boolean) row[5] ? DeliveryState.PENDING : DeliveryState.HELD,
                        null))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private List<String> ids(String sql, List<String> ids) {
        return em.createNativeQuery(sql, String.class).setParameter("ids", ids).getResultList();
    }

    private static Map<String, String> pair(Pair pair, String id) {
        return Map.of("event_id", pair.eventId(), "endpoint_id", pair.endpointId(), "id", id);
    }

    /** By which deliveries are ordered and due; only tests move it. */
    private Instant databaseTime() {
        Object time = em.createNativeQuery("select clock_timestamp()", Timestamp.class)
                .getSingleResult();
        return ((Timestamp) time).toInstant().plusSeconds(Time.getOffset());
    }
}
