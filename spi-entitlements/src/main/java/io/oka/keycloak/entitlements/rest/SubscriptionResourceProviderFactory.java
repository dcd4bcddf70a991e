package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.tenants.rest.TenantResourceProvider;
import io.oka.keycloak.tenants.rest.TenantResourceProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link SubscriptionResource}. */
public final class SubscriptionResourceProviderFactory implements TenantResourceProviderFactory {

    @Override
    public TenantResourceProvider create(KeycloakSession session) {
        return SubscriptionResource::new;
    }

    @Override
    public String getId() {
        return "subscription";
    }
}
