package io.oka.keycloak.common.realm;

import io.oka.keycloak.common.caller.TenantApi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;

/** The client {@code tenant-api}, its roles, and the client scope {@code tenants} that puts it into {@code aud}. */
final class ApiClientSetup implements OkaRealmProvider {

    static final String AUDIENCE_MAPPER = "tenant-api audience";

    private static final List<String> ROLES = List.of(
            TenantApi.ROLE_AUTHORIZE,
            TenantApi.ROLE_RECORD_USAGE,
            TenantApi.ROLE_VERIFY_API_KEYS,
            TenantApi.ROLE_MANAGE_SUBSCRIPTIONS,
            TenantApi.ROLE_SEARCH_ACCESS);

    @Override
    public void setUp(RealmModel realm) {
        ClientModel client = realm.getClientByClientId(TenantApi.clientId());
        if (client == null) {
            client = KeycloakModelUtils.createManagementClient(realm, TenantApi.clientId());
            client.setName("Oka");
            client.setDescription("Audience of Oka's endpoints and owner of the roles that services need for them");
        }
        for (String role : ROLES) {
            if (client.getRole(role) == null) {
                client.addRole(role);
            }
        }
        ClientScopeModel scope = OkaClientScope.find(realm);
        if (scope == null) {
            scope = realm.addClientScope(OkaClientScope.NAME);
            scope.setDescription("The tenant a person works for, and the audience of Oka's endpoints");
            scope.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
            scope.setDisplayOnConsentScreen(false);
            scope.setIncludeInTokenScope(true);
            // Clients made from now on have it; those that are there are the operator's to decide on.
            realm.addDefaultClientScope(scope, true);
        }
        if (scope.getProtocolMapperByName(OIDCLoginProtocol.LOGIN_PROTOCOL, AUDIENCE_MAPPER) == null) {
            ProtocolMapperModel audience = AudienceProtocolMapper.createClaimMapper(
                    AUDIENCE_MAPPER, client.getClientId(), null, true, false, true);
            audience.getConfig().put("lightweight.claim", "true");
            scope.addProtocolMapper(audience);
        }
    }

    @Override
    public void takeDown(RealmModel realm) {
        ClientScopeModel scope = OkaClientScope.find(realm);
        if (scope != null) {
            ProtocolMapperModel mapper =
                    scope.getProtocolMapperByName(OIDCLoginProtocol.LOGIN_PROTOCOL, AUDIENCE_MAPPER);
            if (mapper != null) {
                scope.removeProtocolMapper(mapper);
            }
        }
        // The client stays: it holds the role mappings of the operator's services.
    }

    @Override
    public Map<String, Boolean> state(RealmModel realm) {
        ClientModel client = realm.getClientByClientId(TenantApi.clientId());
        Map<String, Boolean> parts = new LinkedHashMap<>();
        parts.put("client", client != null);
        parts.put("clientRoles", client != null && ROLES.stream().allMatch(role -> client.getRole(role) != null));
        parts.put("clientScope", OkaClientScope.find(realm) != null);
        return parts;
    }
}
