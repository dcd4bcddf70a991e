package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.realm.AdminRootFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@link WebhooksResource} for the realm's own endpoints. */
public final class WebhooksAdminResourceProviderFactory extends AdminRootFactory {

    public WebhooksAdminResourceProviderFactory() {
        super(WebhooksResourceProviderFactory.ID);
    }

    @Override
    protected Object resource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        return new WebhooksResource(new WebhookAccess.OfRealm(session, realm, auth));
    }
}
