package io.oka.keycloak.common.realm;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link OkaRealmProvider}s, lowest {@link #order()} first, and names the floor's settings. */
public interface OkaRealmProviderFactory extends ProviderFactory<OkaRealmProvider> {

    /** The settings that this floor reads. */
    default List<RealmSetting<?>> settings() {
        return List.of();
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
