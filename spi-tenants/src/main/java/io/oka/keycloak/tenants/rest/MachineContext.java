package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A service's or an API key's request. Neither has a role in the tenant: to whatever asks for one there is nothing here, so
 * that a resource is closed to both unless it asks for {@link #isService} or {@link #isApiKey} first.
 *
 * <p>That there is such a tenant is known from a cache: its row is read once somebody wants more of it than the id.
 */
final class MachineContext implements TenantContext {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String tenantId;
    private final Caller caller;
    private @Nullable TenantModel tenant;

    MachineContext(KeycloakSession session, RealmModel realm, String tenantId, Caller caller) {
        this.session = session;
        this.realm = realm;
        this.tenantId = tenantId;
        this.caller = caller;
    }

    @Override
    public KeycloakSession session() {
        return session;
    }

    @Override
    public RealmModel realm() {
        return realm;
    }

    @Override
    public String tenantId() {
        return tenantId;
    }

    @Override
    public TenantModel tenant() {
        TenantModel found = tenant;
        if (found == null) {
            found = session.getProvider(TenantProvider.class).getTenant(realm, tenantId);
            tenant = found;
        }
        if (found == null) {
            // Deleted since the cache was told.
            throw Problem.notFound().asException();
        }
        return found;
    }

    @Override
    public String callerKey() {
        return caller.key();
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
    public boolean isOperator() {
        return false;
    }

    @Override
    public boolean isService(String role) {
        return caller instanceof Caller.Service service && service.hasRole(role);
    }

    @Override
    public @Nullable String apiKeyId() {
        return caller instanceof Caller.ApiKey key ? key.keyId() : null;
    }

    @Override
    public boolean isApiKey(String scope) {
        return caller instanceof Caller.ApiKey key && key.hasScope(scope);
    }

    @Override
    public void requireRead(TenantRole atLeast) {
        throw Problem.notFound().asException();
    }

    @Override
    public void requireChange(TenantRole atLeast) {
        throw Problem.notFound().asException();
    }

    @Override
    public TenantContext hold() {
        session.getProvider(TenantProvider.class).lock(tenant());
        return anew();
    }

    @Override
    public TenantContext hold(String userId) {
        session.getProvider(TenantProvider.class).lock(tenant(), userId);
        return anew();
    }

    private TenantContext anew() {
        if (tenant().getDeletedAt() != null) {
            throw Problem.notFound().asException();
        }
        return this;
    }
}
