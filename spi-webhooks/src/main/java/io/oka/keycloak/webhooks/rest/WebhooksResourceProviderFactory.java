package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.tenants.rest.TenantContext;
import io.oka.keycloak.tenants.rest.TenantResourceProvider;
import io.oka.keycloak.tenants.rest.TenantResourceProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link WebhooksResource} below each tenant. */
public final class WebhooksResourceProviderFactory implements TenantResourceProviderFactory, TenantResourceProvider {

    static final String ID = "webhooks";

    @Override
    public TenantResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(TenantContext context) {
        return new WebhooksResource(new WebhookAccess.OfTenant(context));
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
