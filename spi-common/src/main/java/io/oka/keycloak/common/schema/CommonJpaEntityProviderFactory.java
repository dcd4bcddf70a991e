package io.oka.keycloak.common.schema;

import io.oka.keycloak.common.change.ChangeEntity;
import io.oka.keycloak.common.idempotency.IdempotencyEntity;
import io.oka.keycloak.common.jpa.OkaJpaEntityProvider;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Brings the change log and the idempotency keys into Keycloak's persistence unit. */
public final class CommonJpaEntityProviderFactory implements JpaEntityProviderFactory {

    /** Names the Liquibase history table as well: letters only, unlike every other module's in its first ten. */
    static final String ID = "okacommon";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        PostgresRequirement.check(session);
        return new OkaJpaEntityProvider(
                ID, List.of(ChangeEntity.class, IdempotencyEntity.class), "META-INF/oka/common-changelog.xml");
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
