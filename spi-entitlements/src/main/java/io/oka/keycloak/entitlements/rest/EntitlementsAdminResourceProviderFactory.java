package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.realm.AdminRootFactory;
import io.oka.keycloak.common.realm.Operator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@link EntitlementsAdminResource}. */
public final class EntitlementsAdminResourceProviderFactory extends AdminRootFactory {

    public EntitlementsAdminResourceProviderFactory() {
        super("entitlements");
    }

    @Override
    protected Object resource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        return new EntitlementsAdminResource(new Operator(session, realm, auth));
    }
}
