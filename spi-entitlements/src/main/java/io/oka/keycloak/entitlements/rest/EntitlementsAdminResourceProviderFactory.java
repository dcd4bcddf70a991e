package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.OkaPaths;
import io.oka.keycloak.common.realm.Door;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@link EntitlementsAdminResource}. */
public final class EntitlementsAdminResourceProviderFactory
        implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    static final String ID = "entitlements";

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        Door.enterAdmin(session, realm);
        Acting.as(session, auth.adminAuth(), adminEvent);
        return new EntitlementsAdminResource(new Operator(session, realm, auth));
    }

    @Override
    public void init(Config.Scope config) {
        OkaPaths.claimAdminRoot(ID);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
