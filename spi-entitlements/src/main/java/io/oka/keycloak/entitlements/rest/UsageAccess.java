package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.rest.TenantContext;

/** Who may record what a tenant uses, and who may read it. */
final class UsageAccess {

    private UsageAccess() {}

    /** Services that may record usage, and the tenant's admins. */
    static void requireRecording(TenantContext context) {
        if (!context.isService(TenantApi.ROLE_RECORD_USAGE)) {
            context.requireChange(TenantRole.ADMIN);
        }
    }

    /** Services that may record usage, and the tenant's members. */
    static void requireReading(TenantContext context) {
        if (!context.isService(TenantApi.ROLE_RECORD_USAGE)) {
            context.requireRead(TenantRole.MEMBER);
        }
    }
}
