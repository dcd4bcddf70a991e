package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.webhooks.SealedSecrets;
import io.oka.keycloak.webhooks.WebhookFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node has leased, with all that its attempt needs.
 *
 * @param token without which nothing can be recorded of it: whoever leases it next has another
 * @param attempts that were made before
 * @param body as it goes out; null if it was never written in this format
 * @param standard the same in the standard format
 * @param tenantId the endpoint's; null for one of the realm's own
 * @param rated whether its endpoint takes only so many in a second
 * @param claimedAt by this node's clock
 */
record ClaimedDelivery(
        String id,
        String token,
        int attempts,
        String eventId,
        WebhookFormat format,
        @Nullable String body,
        String standard,
        @Nullable String tenantId,
        String url,
        boolean rated,
        SealedSecrets secrets,
        Instant claimedAt) {

    String realmId() {
        return secrets.realmId();
    }

    String endpointId() {
        return secrets.endpointId();
    }
}
