package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.jpa.OkaJpaEntityProvider;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Brings the tables of plans, subscriptions, usage, flags and overrides into Keycloak's persistence unit. */
public final class EntitlementsJpaEntityProviderFactory implements JpaEntityProviderFactory {

    /** Names the Liquibase history table as well: letters only, unlike every other module's in its first ten. */
    static final String ID = "okaentitle";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new OkaJpaEntityProvider(
                ID,
                List.of(
                        PlanEntity.class,
                        SubscriptionEntity.class,
                        OverrideEntity.class,
                        FlagEntity.class,
                        FlagTenantEntity.class),
                "META-INF/oka/entitlements-changelog.xml");
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
