package io.oka.keycloak.tenants.setup;

import io.oka.keycloak.common.realm.OkaClientScope;
import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.tenants.login.TenantSelectActionFactory;
import io.oka.keycloak.tenants.oidc.TenantClaimsMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** The claims in client scope {@code tenants}, the flows that ask for a tenant, and the action behind them. */
final class TenantsRealmProvider implements OkaRealmProvider {

    static final String MAPPER = "tenant-claims";

    /** After what people must do about themselves: terms, passwords, addresses. */
    private static final int ACTION_PRIORITY = 1000;

    @Override
    public void setUp(RealmModel realm) {
        ClientScopeModel scope = OkaClientScope.find(realm);
        if (scope != null && mapper(scope) == null) {
            scope.addProtocolMapper(TenantClaimsMapper.everywhere(MAPPER));
        }
        BoundFlow.BROWSER.setUp(realm);
        BoundFlow.DIRECT_GRANT.setUp(realm);
        if (action(realm) == null) {
            realm.addRequiredActionProvider(newAction());
        }
    }

    @Override
    public void takeDown(RealmModel realm) {
        ClientScopeModel scope = OkaClientScope.find(realm);
        ProtocolMapperModel mapper = scope == null ? null : mapper(scope);
        if (scope != null && mapper != null) {
            scope.removeProtocolMapper(mapper);
        }
        BoundFlow.BROWSER.takeDown(realm);
        BoundFlow.DIRECT_GRANT.takeDown(realm);
        RequiredActionProviderModel action = action(realm);
        if (action != null) {
            realm.removeRequiredActionProvider(action);
        }
    }

    @Override
    public Map<String, Boolean> state(RealmModel realm) {
        ClientScopeModel scope = OkaClientScope.find(realm);
        Map<String, Boolean> parts = new LinkedHashMap<>();
        parts.put("claimsMapper", scope != null && mapper(scope) != null);
        parts.put("browserFlow", BoundFlow.BROWSER.exists(realm));
        parts.put("directGrantFlow", BoundFlow.DIRECT_GRANT.exists(realm));
        parts.put("browserFlowBound", BoundFlow.BROWSER.asksForTenant(realm));
        parts.put("directGrantFlowBound", BoundFlow.DIRECT_GRANT.asksForTenant(realm));
        parts.put("tenantSelectAction", action(realm) != null);
        return parts;
    }

    private static @Nullable ProtocolMapperModel mapper(ClientScopeModel scope) {
        return scope.getProtocolMapperByName(OIDCLoginProtocol.LOGIN_PROTOCOL, MAPPER);
    }

    private static @Nullable RequiredActionProviderModel action(RealmModel realm) {
        return realm.getRequiredActionProviderByAlias(TenantSelectActionFactory.PROVIDER_ID);
    }

    private static RequiredActionProviderModel newAction() {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(TenantSelectActionFactory.PROVIDER_ID);
        action.setProviderId(TenantSelectActionFactory.PROVIDER_ID);
        action.setName(TenantSelectActionFactory.DISPLAY_TEXT);
        action.setEnabled(true);
        action.setDefaultAction(false);
        action.setPriority(ACTION_PRIORITY);
        return action;
    }
}
