package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.AdminRootFactory;
import io.oka.keycloak.common.realm.Operator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@link OperatorSyncResource}. */
public final class SyncAdminResourceProviderFactory extends AdminRootFactory {

    public SyncAdminResourceProviderFactory() {
        super(SyncResourceProviderFactory.ID);
    }

    @Override
    protected Object resource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        return new OperatorSyncResource(new Operator(session, realm, auth));
    }
}
