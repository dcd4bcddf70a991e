package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.rest.TenantContext;

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
        if (context.apiKeyId() != null && !context.isApiKey(KEY_SCOPE)) {
            throw Problem.forbidden("insufficient_scope", "This needs the scope " + KEY_SCOPE)
                    .asException();
        }
        return context.isService(TenantApi.ROLE_RECORD_USAGE) || context.isApiKey(KEY_SCOPE);
    }
}
