package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.rest.TenantContext;
import org.jspecify.annotations.Nullable;

/** Who may record what a tenant uses, and who may read it. */
final class UsageAccess {

    /** The scope with which an API key records what is used with it. */
    private static final String KEY_SCOPE = "usage:write";

    private UsageAccess() {}

    /** Services that may record usage, keys with the scope for it, and the tenant's admins. */
    static void requireRecording(TenantContext context) {
        if (!maySeeAll(context)) {
            context.requireChange(TenantRole.ADMIN);
        }
    }

    /** Likewise, and all of the tenant's members. */
    static void requireReading(TenantContext context) {
        if (!maySeeAll(context)) {
            context.requireRead(TenantRole.MEMBER);
        }
    }

    private static boolean maySeeAll(TenantContext context) {
        return context.isService(TenantApi.ROLE_RECORD_USAGE) || context.isApiKey(KEY_SCOPE);
    }

    /**
     * The key that uses something: whom the caller names, but a key speaks for itself.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 403 if a key names another
     */
    static @Nullable String keyOf(TenantContext context, @Nullable String named) {
        String own = context.apiKeyId();
        if (own != null && named != null && !named.equals(own)) {
            throw Problem.forbidden("insufficient_scope", "A key records what is used with itself")
                    .asException();
        }
        return own == null ? named : own;
    }
}
