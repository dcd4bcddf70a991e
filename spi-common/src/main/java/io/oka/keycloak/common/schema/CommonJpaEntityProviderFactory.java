package io.oka.keycloak.common.schema;

import io.oka.keycloak.common.change.ChangeEntity;
import io.oka.keycloak.common.idempotency.IdempotencyEntity;
import io.oka.keycloak.common.jpa.OkaJpaEntityProviderFactory;
import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.models.KeycloakSession;

/** Brings the change log and the idempotency keys into Keycloak's persistence unit. */
public final class CommonJpaEntityProviderFactory extends OkaJpaEntityProviderFactory {

    public CommonJpaEntityProviderFactory() {
        super("okacommon", "META-INF/oka/common-changelog.xml", List.of(ChangeEntity.class, IdempotencyEntity.class));
    }

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        PostgresRequirement.check(session);
        return super.create(session);
    }
}
