package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.tenants.TenantSessionProvider;
import io.oka.keycloak.tenants.TenantSessionProviderFactory;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Finds people's sessions where Keycloak keeps them. */
public final class JpaTenantSessionProviderFactory implements TenantSessionProviderFactory {

    @Override
    public TenantSessionProvider create(KeycloakSession session) {
        return new JpaTenantSessionProvider(
                session, session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "jpa";
    }
}
