package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** An operator's request: Keycloak's admin permissions decide, {@code view-realm} and {@code manage-realm}. */
record OperatorContext(KeycloakSession session, TenantModel tenant, AdminPermissionEvaluator auth)
        implements TenantContext {

    @Override
    public RealmModel realm() {
        return tenant.getRealm();
    }

    @Override
    public String callerKey() {
        return key(auth);
    }

    static String key(AdminPermissionEvaluator auth) {
        return "operator:" + auth.adminAuth().getRealm().getId() + "/"
                + auth.adminAuth().getUser().getId();
    }

    @Override
    public @Nullable TenantRole role() {
        return null;
    }

    @Override
    public @Nullable String userId() {
        return null;
    }

    @Override
    public void requireRead(TenantRole atLeast) {
        auth.realm().requireViewRealm();
    }

    @Override
    public void requireChange(TenantRole atLeast) {
        auth.realm().requireManageRealm();
    }

    @Override
    public TenantContext hold() {
        session.getProvider(TenantProvider.class).lock(tenant);
        return this;
    }

    @Override
    public TenantContext hold(String userId) {
        session.getProvider(TenantProvider.class).lock(tenant, userId);
        return this;
    }
}
