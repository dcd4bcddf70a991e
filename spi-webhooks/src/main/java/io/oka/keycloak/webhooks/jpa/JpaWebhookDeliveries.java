package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.webhooks.DeliveryBatch;
import io.oka.keycloak.webhooks.DeliveryCause;
import io.oka.keycloak.webhooks.DeliveryDetails;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.DeliveryStats;
import io.oka.keycloak.webhooks.WebhookDeliveries;
import io.oka.keycloak.webhooks.WebhookDelivery;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.WebhookScope;
import io.oka.keycloak.webhooks.delivery.DeliveryRows;
import io.oka.keycloak.webhooks.message.WebhookMessage;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/** Deliveries in PostgreSQL, as people see them and what they do about them, in the request's own transaction. */
final class JpaWebhookDeliveries implements WebhookDeliveries {

    /** In no catalogue: nobody asks for it, and it goes to whom it was made for. */
    private static final String TEST = "webhook.test";

    private static final String INSERT_TEST = "INSERT INTO OKA_WEBHOOK_EVENT (ID, REALM_ID, TENANT_ID, TYPE,"
            + " OCCURRED_AT, SEQUENCE, CORRELATION_ID, BODY) VALUES (?, ?, ?, ?, ?, 0, ?, ?)";

    private static final int BATCHES = 10;

    private final KeycloakSession session;
    private final EntityManager em;
    private final NewDeliveries news;
    private final DeliveryReads reads;
    private final UnaryOperator<String> sql;
    private final Duration recoverable;

    /**
     * @param sql names our tables in the schema that the server is configured for
     */
    JpaWebhookDeliveries(
            KeycloakSession session,
            EntityManager em,
            NewDeliveries news,
            UnaryOperator<String> sql,
            Duration recoverable) {
        this.session = session;
        this.em = em;
        this.news = news;
        this.reads = new DeliveryReads(em);
        this.sql = sql;
        this.recoverable = recoverable;
    }

    @Override
    public Duration recoverable() {
        return recoverable;
    }

    @Override
    public List<WebhookDelivery> list(
            WebhookScope scope, WebhookEndpoint endpoint, @Nullable DeliveryState state, CursorPage page) {
        return reads.list(scope, endpoint, state, page);
    }

    @Override
    public @Nullable DeliveryDetails get(WebhookScope scope, WebhookEndpoint endpoint, String id) {
        return reads.get(scope, endpoint, id);
    }

    @Override
    public DeliveryStats stats(WebhookScope scope, WebhookEndpoint endpoint) {
        return new StatsReads(em, scope, endpoint).read(now());
    }

    @Override
    public WebhookDelivery test(WebhookScope scope, WebhookEndpoint endpoint) {
        requireLiving(scope);
        if (!endpoint.active()) {
            throw new ConflictException("webhook_inactive", "The endpoint is told nothing for now: activate it first");
        }
        if (endpoint.health().pausedAt() != null) {
            throw new ConflictException("webhook_paused", "An operator has paused deliveries to the endpoint");
        }
        String eventId = event(scope, endpoint);
        NewDeliveries.Made made = news.first(new DeliveryRows.NewDelivery(
                endpoint.id(),
                eventId,
                scope.realm().getId(),
                scope.tenantId(),
                DeliveryCause.TEST,
                endpoint.format(),
                DeliveryState.PENDING,
                null));
        changes(scope).tested(scope.tenantId(), made);
        return require(scope, endpoint, made);
    }

    @Override
    public WebhookDelivery resend(WebhookScope scope, WebhookEndpoint endpoint, WebhookDelivery delivery) {
        requireLiving(scope);
        NewDeliveries.Made made = news.one(delivery, DeliveryCause.RESEND);
        changes(scope).resent(scope.tenantId(), made, delivery.id());
        return require(scope, endpoint, made);
    }

    @Override
    public DeliveryBatch recover(WebhookScope scope, WebhookEndpoint endpoint, Instant since, Instant until) {
        requireLiving(scope);
        MissedEvents missed = new MissedEvents(em, scope, endpoint, since, until);
        int deliveries = 0;
        boolean more = true;
        for (int i = 0; i < BATCHES && more; i++) {
            List<NewDeliveries.Pair> pairs = missed.next(NewDeliveries.AT_ONCE);
            deliveries += news.make(pairs, DeliveryCause.RECOVER).size();
            more = pairs.size() == NewDeliveries.AT_ONCE;
        }
        if (deliveries > 0) {
            changes(scope).recovered(scope.tenantId(), endpoint.id(), since, until, deliveries);
        }
        return new DeliveryBatch(deliveries, more);
    }

    /** A test counts in no sequence: others would miss what they are never told of. */
    private String event(WebhookScope scope, WebhookEndpoint endpoint) {
        Instant at = now();
        String correlationId = RequestId.of(session);
        WebhookMessage message = new WebhookMessage(
                Uuid7.next(),
                scope.realm().getName(),
                TEST,
                at,
                Json.MAPPER.createObjectNode().put("test", true).put("endpointId", endpoint.id()),
                scope.tenantId(),
                0,
                correlationId);
        em.unwrap(Session.class).doWork(connection -> {
            try (Statement statement = new Statement(connection, sql.apply(INSERT_TEST))
                    .text(message.id())
                    .text(scope.realm().getId())
                    .text(scope.tenantId())
                    .text(TEST)
                    .time(at)
                    .text(correlationId)
                    .text(message.text(WebhookFormat.STANDARD))) {
                statement.update();
            }
        });
        return message.id();
    }

    private WebhookDelivery require(WebhookScope scope, WebhookEndpoint endpoint, NewDeliveries.Made made) {
        return Objects.requireNonNull(reads.get(scope, endpoint, made.id())).delivery();
    }

    private DeliveryChanges changes(WebhookScope scope) {
        return new DeliveryChanges(session, scope.realm());
    }

    private static void requireLiving(WebhookScope scope) {
        if (scope.tenant() != null && scope.tenant().getDeletedAt() != null) {
            throw new ConflictException("tenant_deleted", "The tenant is deleted: restore it first");
        }
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
