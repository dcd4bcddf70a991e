package io.oka.keycloak.common.jpa;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/**
 * A module's entities and the changelog that makes their tables.
 *
 * @param getFactoryId the id of the factory that made this
 * @param getEntities the entity classes
 * @param getChangelogLocation the changelog on the class path
 */
public record OkaJpaEntityProvider(String getFactoryId, List<Class<?>> getEntities, String getChangelogLocation)
        implements JpaEntityProvider {

    @Override
    public void close() {}
}
