package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.realm.AdminRootFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@link TenantsAdminResource}. */
public final class TenantsAdminResourceProviderFactory extends AdminRootFactory {

    public TenantsAdminResourceProviderFactory() {
        super("tenants");
    }

    @Override
    protected Object resource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        return new TenantsAdminResource(session, realm, auth);
    }
}
