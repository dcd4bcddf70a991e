package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** A member's request. */
record MemberContext(KeycloakSession session, TenantModel tenant, Caller.Member caller, TenantRole role)
        implements TenantContext {

    @Override
    public RealmModel realm() {
        return tenant.getRealm();
    }

    @Override
    public String callerKey() {
        return caller.key();
    }

    @Override
    public String userId() {
        return caller.user().getId();
    }

    @Override
    public void requireRead(TenantRole atLeast) {
        if (!role.isAtLeast(atLeast)) {
            throw Problem.forbidden("insufficient_role", "This needs the role " + atLeast.wireName() + " in the tenant")
                    .asException();
        }
    }

    @Override
    public void requireChange(TenantRole atLeast) {
        requireRead(atLeast);
        if (tenant.isSuspended()) {
            throw Problem.forbidden("tenant_suspended", "The tenant is suspended: it can be read, not changed")
                    .asException();
        }
    }

    @Override
    public TenantContext hold() {
        tenants().lock(tenant);
        return anew();
    }

    @Override
    public TenantContext hold(String userId) {
        tenants().lock(tenant, userId);
        return anew();
    }

    private TenantContext anew() {
        TenantRole now = tenant.getDeletedAt() == null ? tenants().getRole(tenant, userId()) : null;
        if (now == null) {
            throw Problem.notFound().asException();
        }
        return new MemberContext(session, tenant, caller, now);
    }

    private TenantProvider tenants() {
        return session.getProvider(TenantProvider.class);
    }
}
