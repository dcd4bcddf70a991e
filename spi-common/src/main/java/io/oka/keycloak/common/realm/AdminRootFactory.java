package io.oka.keycloak.common.realm;

import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.OkaPaths;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/{id}} behind the {@link Door}, for operators. */
public abstract class AdminRootFactory implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    private final String id;

    protected AdminRootFactory(String id) {
        this.id = id;
    }

    /** The root resource, for an operator who has come through the door; what they may do, it asks in each method. */
    protected abstract Object resource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth);

    @Override
    public final AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public final Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        Door.enterAdmin(session, realm);
        Acting.as(session, auth.adminAuth(), adminEvent);
        return resource(session, realm, auth);
    }

    @Override
    public final void init(Config.Scope config) {
        OkaPaths.claimAdminRoot(id);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public final String getId() {
        return id;
    }
}
