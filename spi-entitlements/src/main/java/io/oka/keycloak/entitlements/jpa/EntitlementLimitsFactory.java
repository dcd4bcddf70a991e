package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantLimitsFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Answers {@link TenantLimits} from plans, subscriptions and overrides. */
public final class EntitlementLimitsFactory implements TenantLimitsFactory {

    @Override
    public TenantLimits create(KeycloakSession session) {
        return new EntitlementLimits(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "entitlements";
    }
}
