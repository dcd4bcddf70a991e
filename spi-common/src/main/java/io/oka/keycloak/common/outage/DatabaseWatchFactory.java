package io.oka.keycloak.common.outage;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Keeps the node's {@link DatabaseWatch}. */
public interface DatabaseWatchFactory extends ProviderFactory<DatabaseWatch> {

    DatabaseWatch watch();

    @Override
    default DatabaseWatch create(KeycloakSession session) {
        return watch();
    }
}
