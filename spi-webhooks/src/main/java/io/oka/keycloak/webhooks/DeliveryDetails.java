package io.oka.keycloak.webhooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery and what came of it.
 *
 * @param body the text that is sent; null once the event itself is swept
 * @param attempts first things first
 */
public record DeliveryDetails(
        WebhookDelivery delivery, @Nullable String body, List<DeliveryAttempt> attempts) {}
