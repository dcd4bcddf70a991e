package io.oka.keycloak.common.realm;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** An operator's request: Keycloak's admin permissions decide, {@code view-realm} and {@code manage-realm}. */
public record Operator(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {

    public void requireView() {
        auth.realm().requireViewRealm();
    }

    public void requireManage() {
        auth.realm().requireManageRealm();
    }

    /** Tells the operator from all others. */
    public String key() {
        return "operator:" + auth.adminAuth().getRealm().getId() + "/" + userId();
    }

    /** Whoever the token names. */
    public String userId() {
        return auth.adminAuth().getUser().getId();
    }
}
