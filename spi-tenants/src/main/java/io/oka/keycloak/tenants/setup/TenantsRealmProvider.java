package io.oka.keycloak.tenants.setup;

import io.oka.keycloak.common.realm.OkaClientScope;
import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.tenants.invitation.InvitationActionFactory;
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

/**
 * The claims in client scope {@code tenants}, the flows that ask for a tenant or register for one, and the actions behind
 * them.
 */
final class TenantsRealmProvider implements OkaRealmProvider {

    static final String MAPPER = "tenant-claims";

    /** After what people must do about themselves: terms, passwords, addresses. */
    private static final int INVITATION_PRIORITY = 990;

    /** After invitations: whoever accepts one has chosen. */
    private static final int SELECT_PRIORITY = 1000;

    @Override
    public void setUp(RealmModel realm) {
        ClientScopeModel scope = OkaClientScope.find(realm);
        if (scope != null && mapper(scope) == null) {
            scope.addProtocolMapper(TenantClaimsMapper.everywhere(MAPPER));
        }
        BoundFlow.BROWSER.setUp(realm);
        BoundFlow.DIRECT_GRANT.setUp(realm);
        BoundFlow.REGISTRATION.setUp(realm);
        addAction(
                realm, InvitationActionFactory.PROVIDER_ID, InvitationActionFactory.DISPLAY_TEXT, INVITATION_PRIORITY);
        addAction(
                realm, TenantSelectActionFactory.PROVIDER_ID, TenantSelectActionFactory.DISPLAY_TEXT, SELECT_PRIORITY);
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
        BoundFlow.REGISTRATION.takeDown(realm);
        removeAction(realm, InvitationActionFactory.PROVIDER_ID);
        removeAction(realm, TenantSelectActionFactory.PROVIDER_ID);
    }

    @Override
    public Map<String, Boolean> state(RealmModel realm) {
        ClientScopeModel scope = OkaClientScope.find(realm);
        Map<String, Boolean> parts = new LinkedHashMap<>();
        parts.put("claimsMapper", scope != null && mapper(scope) != null);
        parts.put("browserFlow", BoundFlow.BROWSER.exists(realm));
        parts.put("directGrantFlow", BoundFlow.DIRECT_GRANT.exists(realm));
        parts.put("registrationFlow", BoundFlow.REGISTRATION.exists(realm));
        parts.put("browserFlowBound", BoundFlow.BROWSER.isServed(realm));
        parts.put("directGrantFlowBound", BoundFlow.DIRECT_GRANT.isServed(realm));
        parts.put("registrationFlowBound", BoundFlow.REGISTRATION.isServed(realm));
        parts.put("acceptInvitationAction", action(realm, InvitationActionFactory.PROVIDER_ID) != null);
        parts.put("tenantSelectAction", action(realm, TenantSelectActionFactory.PROVIDER_ID) != null);
        return parts;
    }

    private static @Nullable ProtocolMapperModel mapper(ClientScopeModel scope) {
        return scope.getProtocolMapperByName(OIDCLoginProtocol.LOGIN_PROTOCOL, MAPPER);
    }

    private static @Nullable RequiredActionProviderModel action(RealmModel realm, String id) {
        return realm.getRequiredActionProviderByAlias(id);
    }

    private static void addAction(RealmModel realm, String id, String name, int priority) {
        if (action(realm, id) != null) {
            return;
        }
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(id);
        action.setProviderId(id);
        action.setName(name);
        action.setEnabled(true);
        action.setDefaultAction(false);
        action.setPriority(priority);
        realm.addRequiredActionProvider(action);
    }

    private static void removeAction(RealmModel realm, String id) {
        RequiredActionProviderModel action = action(realm, id);
        if (action != null) {
            realm.removeRequiredActionProvider(action);
        }
    }
}
