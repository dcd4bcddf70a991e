package io.oka.keycloak.entitlements.ofrep;

import io.oka.keycloak.common.caller.ApiKeyTokenClaims;
import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSnapshot;
import io.oka.keycloak.tenants.login.TenantChoice;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The tenant that a caller means, among those that it may read: a member its own, a service each of the realm's, an API
 * key the one that it is of. All others are to it as if they were not there.
 */
final class ReadableTenants {

    /** Whatever is not as long as an id is none, and need not be looked for or remembered as missing. */
    private static final int ID_LENGTH = 36;

    private final RealmModel realm;
    private final TenantProvider tenants;
    private final Caller caller;

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 403 for a service that may not ask
     */
    ReadableTenants(KeycloakSession session, Caller caller) {
        this.realm = session.getContext().getRealm();
        this.tenants = session.getProvider(TenantProvider.class);
        this.caller = caller;
        if (caller instanceof Caller.Service service && !service.hasRole(TenantApi.ROLE_AUTHORIZE)) {
            throw Problem.forbidden(
                            "insufficient_role", "This needs the role authorize of client " + TenantApi.clientId())
                    .asException();
        }
    }

    /**
     * The tenant that the context names, or else its targeting key, or else the token. Applications often send people's
     * ids as targeting keys, so that such a key need not be a tenant's.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 where none of them is a tenant that the caller may read,
     *     403 where it is suspended and the caller no member of it
     */
    TenantSnapshot find(EvaluationContext context) {
        TenantSnapshot tenant =
                context.tenantId() != null ? readable(context.tenantId()) : targetedOrOfToken(context.targetingKey());
        if (tenant == null) {
            throw refusal(context).asException();
        }
        if (tenant.suspended() && !(caller instanceof Caller.Member)) {
            throw Problem.forbidden("tenant_suspended", "The tenant is suspended")
                    .asException();
        }
        return tenant;
    }

    private @Nullable TenantSnapshot targetedOrOfToken(@Nullable String targetingKey) {
        TenantSnapshot targeted = targetingKey == null ? null : readable(targetingKey);
        String ofToken = targeted == null ? ofToken() : null;
        return ofToken == null ? targeted : readable(ofToken);
    }

    private @Nullable TenantSnapshot readable(String id) {
        if (id.length() != ID_LENGTH) {
            return null;
        }
        if (caller instanceof Caller.ApiKey key) {
            return id.equals(key.tenantId()) ? tenants.snapshot(realm, id) : null;
        }
        if (!(caller instanceof Caller.Member person)) {
            return tenants.snapshot(realm, id);
        }
        String userId = person.user().getId();
        // The commonest targeting key is no tenant's.
        TenantSnapshot tenant = id.equals(userId) ? null : tenants.snapshot(realm, id);
        return tenant != null && tenants.cachedRole(realm, id, userId) != null ? tenant : null;
    }

    /** The tenant that the token names, or else the one for which its client works in this login. */
    private @Nullable String ofToken() {
        if (caller.token().getOtherClaims().get(ApiKeyTokenClaims.TENANT_ID) instanceof String tenantId) {
            return tenantId;
        }
        AuthenticatedClientSessionModel login = caller instanceof Caller.Member person && person.session() != null
                ? person.session()
                        .getAuthenticatedClientSessionByClient(person.client().getId())
                : null;
        return login == null ? null : TenantChoice.of(login);
    }

    /** The same for a tenant that is not there and for a foreign one. */
    private static Problem refusal(EvaluationContext context) {
        if (context.tenantId() != null) {
            return Problem.badRequest(OfrepErrors.INVALID_CONTEXT, "tenantId is no tenant that the caller may read");
        }
        return context.targetingKey() == null
                ? Problem.badRequest(
                        OfrepErrors.TARGETING_KEY_MISSING,
                        "Name the tenant, as tenantId or targetingKey: the token names none")
                : Problem.badRequest(
                        OfrepErrors.INVALID_CONTEXT,
                        "Name the tenant, as tenantId: neither targetingKey nor the token is for one that the caller may"
                                + " read");
    }
}
