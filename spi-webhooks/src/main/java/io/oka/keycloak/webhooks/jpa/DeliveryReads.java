package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.jpa.Conditions;
import io.oka.keycloak.webhooks.DeadLetters;
import io.oka.keycloak.webhooks.DeliveryAttempt;
import io.oka.keycloak.webhooks.DeliveryCause;
import io.oka.keycloak.webhooks.DeliveryDetails;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.WebhookDelivery;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.WebhookScope;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads deliveries, each query bound to its realm, and to its endpoint or to dead letters. */
record DeliveryReads(EntityManager em) {

    private static final String FROM =
            " from WebhookDeliveryEntity d left join WebhookEventEntity v on v.id = d.eventId where ";

    /** One whose endpoint is deleted waits for nothing but to be swept. */
    private static final String LETTERS = " from WebhookDeliveryEntity d"
            + " join WebhookEndpointEntity w on w.id = d.endpointId and w.deletedAt is null"
            + " left join WebhookEventEntity v on v.id = d.eventId"
            + " where d.state = 'dead' and d.successorId is null and ";

    List<WebhookDelivery> list(
            WebhookScope scope, WebhookEndpoint endpoint, @Nullable DeliveryState state, CursorPage page) {
        Conditions conditions = ofEndpoint(scope, endpoint)
                .and("d.state = :state", "state", state == null ? null : state.wireName())
                .and("d.id < :after", "after", page.after());
        return select(conditions, FROM, " order by d.id desc", page.limit() + 1);
    }

    @Nullable
    DeliveryDetails get(WebhookScope scope, WebhookEndpoint endpoint, String id) {
        Object[] found = ofEndpoint(scope, endpoint)
                .and("d.id = :id", "id", id)
                .query(em, "select d, v.type, v.body, v.cloudEvent" + FROM, "", Object[].class)
                .getResultStream()
                .findFirst()
                .orElse(null);
        if (found == null) {
            return null;
        }
        WebhookDeliveryEntity row = (WebhookDeliveryEntity) found[0];
        boolean standard = WebhookFormat.STANDARD.wireName().equals(row.format);
        return new DeliveryDetails(read(found), (String) found[standard ? 2 : 3], attempts(row.id));
    }

    /** At most so many that the filter means. */
    List<WebhookDelivery> letters(String realmId, DeadLetters.Filter filter, CursorPage page) {
        Conditions conditions = ofRealm(realmId, filter).and("d.id < :after", "after", page.after());
        return select(conditions, LETTERS, " order by d.id desc", page.limit() + 1);
    }

    /** The same, oldest first, from after a place on. */
    List<WebhookDelivery> oldestLetters(String realmId, DeadLetters.Filter filter, @Nullable String after, int atMost) {
        Conditions conditions = ofRealm(realmId, filter).and("d.id > :after", "after", after);
        return select(conditions, LETTERS, " order by d.id", atMost);
    }

    @Nullable
    WebhookDelivery letter(String realmId, String id) {
        Conditions conditions = ofRealm(realmId, DeadLetters.Filter.ALL).and("d.id = :id", "id", id);
        return select(conditions, LETTERS, "", 1).stream().findFirst().orElse(null);
    }

    /** Of whatever endpoint of the realm. */
    @Nullable
    WebhookDelivery any(String realmId, String id) {
        Conditions conditions = new Conditions("d.realmId = :realmId", "realmId", realmId).and("d.id = :id", "id", id);
        return select(conditions, FROM, "", 1).stream().findFirst().orElse(null);
    }

    private List<WebhookDelivery> select(Conditions conditions, String from, String order, int atMost) {
        return conditions
                .query(em, "select d, v.type" + from, order, Object[].class)
                .setMaxResults(atMost)
                .getResultList()
                .stream()
                .map(DeliveryReads::read)
                .toList();
    }

    private List<DeliveryAttempt> attempts(String deliveryId) {
        return em.createQuery(
                        "select a from WebhookAttemptEntity a where a.deliveryId = :id order by a.number",
                        WebhookAttemptEntity.class)
                .setParameter("id", deliveryId)
                .getResultStream()
                .map(row -> new DeliveryAttempt(
                        row.number,
                        row.startedAt,
                        row.status,
                        row.latencyMillis,
                        row.error,
                        row.answer == null ? null : new String(row.answer, StandardCharsets.UTF_8)))
                .toList();
    }

    private Conditions ofEndpoint(WebhookScope scope, WebhookEndpoint endpoint) {
        Conditions conditions = new Conditions(
                        "d.realmId = :realmId", "realmId", scope.realm().getId())
                .and("d.endpointId = :endpointId", "endpointId", endpoint.id());
        return scope.tenantId() == null
                ? conditions.and("d.tenantId is null")
                : conditions.and("d.tenantId = :tenantId", "tenantId", scope.tenantId());
    }

    private static Conditions ofRealm(String realmId, DeadLetters.Filter filter) {
        return new Conditions("d.realmId = :realmId", "realmId", realmId)
                .and("v.type = :type", "type", filter.type())
                .and("d.tenantId = :tenantId", "tenantId", filter.tenantId())
                .and("d.endpointId = :endpointId", "endpointId", filter.endpointId())
                .and("d.finishedAt >= :from", "from", filter.from())
                .and("d.finishedAt < :to", "to", filter.to());
    }

    /** From a row and its event's type. */
    private static WebhookDelivery read(Object[] found) {
        WebhookDeliveryEntity row = (WebhookDeliveryEntity) found[0];
        DeliveryState state = Objects.requireNonNull(DeliveryState.find(row.state));
        boolean waits = state == DeliveryState.PENDING || state == DeliveryState.RETRYING;
        return new WebhookDelivery(
                row.id,
                row.endpointId,
                row.eventId,
                row.tenantId,
                (String) found[1],
                cause(row.cause),
                state,
                row.attempts,
                waits ? row.nextAttemptAt : null,
                row.lastStatus,
                row.lastError,
                row.createdAt,
                row.finishedAt,
                row.discardedReason,
                row.successorId);
    }

    private static DeliveryCause cause(String wireName) {
        return Arrays.stream(DeliveryCause.values())
                .filter(cause -> cause.wireName().equals(wireName))
                .findFirst()
                .orElseThrow();
    }
}
