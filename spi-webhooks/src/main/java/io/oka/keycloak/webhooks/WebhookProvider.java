package io.oka.keycloak.webhooks;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * Who is told what changed. Every change to an endpoint, and what somebody does about
 * deliveries, is published in the transaction that makes it; what the state
 * does not allow ends in a {@link io.oka.keycloak.common.problem.ConflictException}. Callers are authorized before they
 * come here.
 */
public interface WebhookProvider extends Provider {

    WebhookEndpoints endpoints();

    WebhookDeliveries deliveries();

    DeadLetters deadLetters();

    @Override
    default void close() {}

    static WebhookProvider of(KeycloakSession session) {
        return session.getProvider(WebhookProvider.class);
    }
}
