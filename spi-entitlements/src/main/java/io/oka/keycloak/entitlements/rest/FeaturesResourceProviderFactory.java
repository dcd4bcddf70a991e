package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.tenants.rest.TenantResourceProvider;
import io.oka.keycloak.tenants.rest.TenantResourceProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link FeaturesResource}. */
public final class FeaturesResourceProviderFactory implements TenantResourceProviderFactory {

    @Override
    public TenantResourceProvider create(KeycloakSession session) {
        return FeaturesResource::new;
    }

    @Override
    public String getId() {
        return "features";
    }
}
