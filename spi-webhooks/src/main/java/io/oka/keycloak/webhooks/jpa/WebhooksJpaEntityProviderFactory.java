package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.jpa.OkaJpaEntityProvider;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Brings the tables of endpoints, events and deliveries into Keycloak's persistence unit. */
public final class WebhooksJpaEntityProviderFactory implements JpaEntityProviderFactory {

    /** Names the Liquibase history table as well: letters only, unlike every other module's in its first ten. */
    static final String ID = "okawebhook";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new OkaJpaEntityProvider(
                ID,
                List.of(
                        WebhookEndpointEntity.class,
                        WebhookEventEntity.class,
                        WebhookDeliveryEntity.class,
                        WebhookAttemptEntity.class),
                "META-INF/oka/webhooks-changelog.xml");
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
