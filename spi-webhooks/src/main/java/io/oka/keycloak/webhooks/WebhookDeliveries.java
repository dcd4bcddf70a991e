package io.oka.keycloak.webhooks;

import io.oka.keycloak.common.http.CursorPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people see of deliveries, and do about them. An event that goes out again has the id and the bytes that it had;
 * what is sent to an endpoint that is told nothing for now is held for it.
 */
public interface WebhookDeliveries {

    /** How far back events can be recovered: as far as they are kept. */
    Duration recoverable();

    /**
     * Newest first: at most one more than the page holds.
     *
     * @param state null for all
     */
    List<WebhookDelivery> list(
            WebhookScope scope, WebhookEndpoint endpoint, @Nullable DeliveryState state, CursorPage page);

    @Nullable
    DeliveryDetails get(WebhookScope scope, WebhookEndpoint endpoint, String id);

    DeliveryStats stats(WebhookScope scope, WebhookEndpoint endpoint);

    /**
     * Sends an event that says nothing but that it is a test, to this endpoint alone.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code webhook_inactive}, {@code webhook_paused}, {@code
     *     tenant_deleted}
     */
    WebhookDelivery test(WebhookScope scope, WebhookEndpoint endpoint);

    /**
     * Sends the event of a delivery again.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code delivery_open} while the event may yet arrive
     *     there, {@code event_gone}, {@code tenant_deleted}
     */
    WebhookDelivery resend(WebhookScope scope, WebhookEndpoint endpoint, WebhookDelivery delivery);

    /**
     * Sends what the endpoint wants of a time, and what neither arrived nor may yet arrive there; oldest first.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code tenant_deleted}
     */
    DeliveryBatch recover(WebhookScope scope, WebhookEndpoint endpoint, Instant since, Instant until);
}
