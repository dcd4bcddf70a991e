package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.jpa.OkaJpaEntityProviderFactory;
import java.util.List;

/** Brings the tables of endpoints, events and deliveries into Keycloak's persistence unit. */
public final class WebhooksJpaEntityProviderFactory extends OkaJpaEntityProviderFactory {

    public WebhooksJpaEntityProviderFactory() {
        super(
                "okawebhook",
                "META-INF/oka/webhooks-changelog.xml",
                List.of(
                        WebhookEndpointEntity.class,
                        WebhookEventEntity.class,
                        WebhookDeliveryEntity.class,
                        WebhookAttemptEntity.class));
    }
}
