package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.common.jpa.OkaJpaEntityProviderFactory;
import java.util.List;

/** Brings the table of API keys into Keycloak's persistence unit. */
public final class ApiKeysJpaEntityProviderFactory extends OkaJpaEntityProviderFactory {

    public ApiKeysJpaEntityProviderFactory() {
        super("okaapikeys", "META-INF/oka/apikeys-changelog.xml", List.of(ApiKeyEntity.class));
    }
}
