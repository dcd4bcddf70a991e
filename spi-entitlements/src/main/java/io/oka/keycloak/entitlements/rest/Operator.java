package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.entitlements.EntitlementProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** An operator's request: Keycloak's admin permissions decide, {@code view-realm} and {@code manage-realm}. */
record Operator(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {

    void requireView() {
        auth.realm().requireViewRealm();
    }

    void requireManage() {
        auth.realm().requireManageRealm();
    }

    /** Tells the operator from all others. */
    String key() {
        return "operator:" + auth.adminAuth().getRealm().getId() + "/" + userId();
    }

    /** Whoever the token names. */
    String userId() {
        return auth.adminAuth().getUser().getId();
    }

    EntitlementProvider entitlements() {
        return EntitlementProvider.of(session);
    }
}
