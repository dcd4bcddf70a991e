package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.webhooks.DeadLetters;
import io.oka.keycloak.webhooks.WebhookDeliveries;
import io.oka.keycloak.webhooks.WebhookEndpoints;
import io.oka.keycloak.webhooks.WebhookProvider;
import io.oka.keycloak.webhooks.delivery.DeliveryRows;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;

/** Webhooks in PostgreSQL, in the transaction of one session. */
final class JpaWebhookProvider implements WebhookProvider {

    /** Nothing is done on a connection of its own: only how our tables are called is asked. */
    private static final Duration NETWORK = Duration.ofSeconds(10);

    private final JpaWebhookEndpoints endpoints;
    private final JpaWebhookDeliveries deliveries;
    private final JpaDeadLetters deadLetters;

    JpaWebhookProvider(KeycloakSession session, EntityManager em, EndpointSeals seals, Duration retention) {
        OwnConnections connections = OwnConnections.of(session.getKeycloakSessionFactory(), NETWORK);
        NewDeliveries news = new NewDeliveries(session, em, new DeliveryRows(connections));
        this.endpoints = new JpaWebhookEndpoints(session, em, seals);
        this.deliveries = new JpaWebhookDeliveries(session, em, news, connections::sql, retention);
        this.deadLetters = new JpaDeadLetters(session, em, news);
    }

    @Override
    public WebhookEndpoints endpoints() {
        return endpoints;
    }

    @Override
    public WebhookDeliveries deliveries() {
        return deliveries;
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }
}
