package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A request that has come through the door: the caller is known, the tenant is there and the caller may know of it. What
 * else a request needs, each resource demands first of all in each method.
 */
public interface TenantContext {

    KeycloakSession session();

    RealmModel realm();

    TenantModel tenant();

    /** Of the tenant; may be known where its row was not read. */
    default String tenantId() {
        return tenant().getId();
    }

    /** Tells the caller from all others of the realm. */
    String callerKey();

    /** The caller's role in the tenant; null for an operator, a service and an API key. */
    @Nullable
    TenantRole role();

    /** The calling user's id in this realm; null for an operator, a service and an API key. */
    @Nullable
    String userId();

    /** Whether this is the realm's operator, who stands above roles, suspension and what members may not do alone. */
    default boolean isOperator() {
        return role() == null;
    }

    /**
     * Whether this is a service that has this role of client {@code tenant-api}. Ask it before {@link #requireRead} and
     * {@link #requireChange}, to which a service is a stranger; suspension does not bind services.
     */
    default boolean isService(String role) {
        return false;
    }

    /** The API key that calls; null for anyone else. It has no role either, and is bound to its own tenant. */
    default @Nullable String apiKeyId() {
        return null;
    }

    /** Whether this is an API key whose token has this scope. Ask it, as {@link #isService}, before the roles. */
    default boolean isApiKey(String scope) {
        return false;
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 403 if the caller may not read what this role may
     */
    void requireRead(TenantRole atLeast);

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 403 if the caller may not change what this role may, or the
     *     tenant is suspended
     */
    void requireChange(TenantRole atLeast);

    /**
     * Holds the tenant until the transaction ends, and finds out anew who the caller is there: what the door saw may have
     * ended since. Of two owners who demote each other at once the second is no owner any more when its turn comes.
     *
     * @return what holds from here on
     * @throws io.oka.keycloak.common.problem.ProblemException 404 to somebody who is no longer a member, or to a member of
     *     a tenant that was deleted meanwhile
     */
    TenantContext hold();

    /** Like {@link #hold()}, for a change to this user's membership. */
    TenantContext hold(String userId);
}
