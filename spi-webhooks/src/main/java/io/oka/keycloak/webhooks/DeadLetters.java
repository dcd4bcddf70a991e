package io.oka.keycloak.webhooks;

import io.oka.keycloak.common.http.CursorPage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Deliveries that were given up, of all endpoints of a realm. One stops to be a dead letter once its event is sent to its
 * endpoint again, or once somebody discards it.
 */
public interface DeadLetters {

    /**
     * Which are meant; null does not narrow.
     *
     * @param type of the event
     * @param tenantId the endpoint's
     * @param from given up from this time on
     * @param to given up before this time
     */
    record Filter(
            @Nullable String type,
            @Nullable String tenantId,
            @Nullable String endpointId,
            @Nullable Instant from,
            @Nullable Instant to) {

        public static final Filter ALL = new Filter(null, null, null, null, null);
    }

    /** Newest first: at most one more than the page holds. */
    List<WebhookDelivery> list(RealmModel realm, Filter filter, CursorPage page);

    /** Null if it is not there, or no dead letter. */
    @Nullable
    WebhookDelivery get(RealmModel realm, String id);

    /**
     * Sends it again.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code delivery_open}, also where its tenant is
     *     deleted, {@code event_gone}
     */
    WebhookDelivery replay(RealmModel realm, WebhookDelivery letter);

    /** Sends again as many as go into one transaction, oldest first. Those that cannot be sent stay. */
    DeliveryBatch replay(RealmModel realm, Filter filter);

    /** Gives it up for good. */
    WebhookDelivery discard(RealmModel realm, WebhookDelivery letter, String reason);

    /** Gives up for good as many as go into one transaction, oldest first. */
    DeliveryBatch discard(RealmModel realm, Filter filter, String reason);
}
