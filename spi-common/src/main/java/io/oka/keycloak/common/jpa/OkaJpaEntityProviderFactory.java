package io.oka.keycloak.common.jpa;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Brings a module's entities, and the tables that its changelog makes, into Keycloak's persistence unit. */
public abstract class OkaJpaEntityProviderFactory implements JpaEntityProviderFactory {

    private final OkaJpaEntityProvider provider;

    /**
     * @param id names the Liquibase history table as well: letters only, unlike every other module's in its first ten,
     *     and never changed
     * @param changelog on the class path
     */
    protected OkaJpaEntityProviderFactory(String id, String changelog, List<Class<?>> entities) {
        this.provider = new OkaJpaEntityProvider(id, entities, changelog);
    }

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return provider;
    }

    @Override
    public final void init(Config.Scope config) {}

    @Override
    public final void postInit(KeycloakSessionFactory factory) {}

    @Override
    public final void close() {}

    @Override
    public final String getId() {
        return provider.getFactoryId();
    }
}
