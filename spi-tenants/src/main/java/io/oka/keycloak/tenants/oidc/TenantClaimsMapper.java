package io.oka.keycloak.tenants.oidc;

import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSnapshot;
import io.oka.keycloak.tenants.login.TenantChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * The claims {@code tenant_id}, {@code tenant_name}, {@code tenant_role} and {@code tenant_tier}. Each new token is made
 * by what the database says of the membership at that moment; introspection and userinfo say what still holds of the
 * token that they are asked about.
 */
public final class TenantClaimsMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {

    public static final String PROVIDER_ID = "tenant-claims";

    private static final String RESOLVED = "oka.tenant.claims";

    private static final String INTROSPECTED_TOKEN = "token";

    private static final List<ProviderConfigProperty> CONFIG = new ArrayList<>();

    static {
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(CONFIG, TenantClaimsMapper.class);
    }

    /** The claims of the token being made, so that the ID token beside it costs no second look. */
    private record Resolved(@Nullable TenantClaims claims) {}

    /** A mapper of this kind that puts the claims wherever they can be. */
    public static ProtocolMapperModel everywhere(String name) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setName(name);
        mapper.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        mapper.setProtocolMapper(PROVIDER_ID);
        mapper.setConfig(new HashMap<>(Map.of(
                OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_LIGHTWEIGHT_ACCESS_TOKEN, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_ID_TOKEN, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_USERINFO, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_INTROSPECTION, "true")));
        return mapper;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Tenant";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "The tenant that the client works for in this login, the user's role in it, and its tier.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return CONFIG;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapping,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext context) {
        Resolved resolved = context.getAttribute(RESOLVED, Resolved.class);
        if (resolved == null) {
            resolved = new Resolved(current(session, userSession, context));
            context.setAttribute(RESOLVED, resolved);
        }
        put(resolved.claims(), token);
    }

    @Override
    public AccessToken transformIntrospectionToken(
            AccessToken token,
            ProtocolMapperModel mapping,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context) {
        if (OIDCAttributeMapperHelper.includeInIntrospection(mapping)) {
            AccessToken presented = PresentedToken.parameter(session, INTROSPECTED_TOKEN);
            put(presented(session, userSession, context, mapping, presented), token);
        }
        return token;
    }

    @Override
    public AccessToken transformUserInfoToken(
            AccessToken token,
            ProtocolMapperModel mapping,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context) {
        if (OIDCAttributeMapperHelper.includeInUserInfo(mapping)) {
            put(presented(session, userSession, context, mapping, PresentedToken.bearer(session)), token);
        }
        return token;
    }

    private static void put(@Nullable TenantClaims claims, IDToken token) {
        if (claims != null) {
            claims.putInto(token.getOtherClaims());
        }
    }

    /** What the database says now, for a token that is being made. */
    private static @Nullable TenantClaims current(
            KeycloakSession session, UserSessionModel userSession, ClientSessionContext context) {
        UserModel person = person(userSession);
        String tenantId = person == null ? null : chosen(session, context);
        if (person == null || tenantId == null) {
            return null;
        }
        Membership membership = TenantChoice.membership(session, userSession.getRealm(), person.getId(), tenantId);
        return membership == null
                ? null
                : new TenantClaims(
                        tenantId,
                        membership.tenant().getName(),
                        membership.role(),
                        TenantLimits.of(session).effectiveTier(tenantId));
    }

    /** What still holds of a token that was made before: read from the caches, since such questions come often. */
    private static @Nullable TenantClaims presented(
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context,
            ProtocolMapperModel mapping,
            @Nullable AccessToken presented) {
        UserModel person = person(userSession);
        if (person == null) {
            return null;
        }
        String tenantId = presented != null && speaksForItself(session, mapping, context, presented)
                ? PresentedToken.tenant(presented)
                : TenantChoice.of(context.getClientSession());
        if (tenantId == null) {
            return null;
        }
        RealmModel realm = userSession.getRealm();
        TenantProvider tenants = session.getProvider(TenantProvider.class);
        TenantSnapshot tenant = tenants.snapshot(realm, tenantId);
        TenantRole role = tenant == null ? null : tenants.cachedRole(realm, tenantId, person.getId());
        return tenant == null || role == null
                ? null
                : new TenantClaims(
                        tenantId, tenant.name(), role, TenantLimits.of(session).effectiveTier(tenantId));
    }

    /**
     * Whether the token would name its tenant if it had one. It then goes on meaning that one, also when its client has
     * been switched to another since.
     */
    private static boolean speaksForItself(
            KeycloakSession session, ProtocolMapperModel mapping, ClientSessionContext context, AccessToken token) {
        // The admin console's examples are asked for with the operator's token, which is about nobody here.
        String client = context.getClientSession().getClient().getClientId();
        if (!client.equals(token.getIssuedFor()) || PresentedToken.isRefreshToken(token)) {
            return false;
        }
        return PresentedToken.tenant(token) != null
                || (PresentedToken.isLightweight(session, token)
                        ? OIDCAttributeMapperHelper.includeInLightweightAccessToken(mapping)
                        : OIDCAttributeMapperHelper.includeInAccessToken(mapping));
    }

    /** An exchanged token, and a UMA ticket, is for the tenant of the token that was given for it. */
    private static @Nullable String chosen(KeycloakSession session, ClientSessionContext context) {
        String grant = context.getAttribute(Constants.GRANT_TYPE, String.class);
        if (OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grant)) {
            AccessToken subject = PresentedToken.parameter(session, OAuth2Constants.SUBJECT_TOKEN);
            return subject == null ? null : PresentedToken.tenant(subject);
        }
        AccessToken given = PresentedToken.ofUmaGrant(session);
        return given == null ? TenantChoice.of(context.getClientSession()) : PresentedToken.tenant(given);
    }

    /** The user where there is one who can be a member: no service account, and only while Oka is on. */
    private static @Nullable UserModel person(@Nullable UserSessionModel userSession) {
        if (userSession == null || !OkaRealm.isOn(userSession.getRealm())) {
            return null;
        }
        UserModel user = userSession.getUser();
        return user == null || user.getServiceAccountClientLink() != null ? null : user;
    }
}
