package io.oka.keycloak.testing;

import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantLimitsFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes {@link TestTenantLimits}; whoever sells something goes before it. */
public final class TestTenantLimitsFactory implements TenantLimitsFactory {

    @Override
    public TenantLimits create(KeycloakSession session) {
        return new TestTenantLimits();
    }

    @Override
    public String getId() {
        return "testing";
    }

    @Override
    public int order() {
        return -1;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
