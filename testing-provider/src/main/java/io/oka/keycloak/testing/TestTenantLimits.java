package io.oka.keycloak.testing;

import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantModel;
import org.jspecify.annotations.Nullable;

/**
 * Every tenant of a realm has as many seats and keys as the realm's attributes {@value #MEMBERS} and {@value #KEYS} say;
 * any number without them.
 */
final class TestTenantLimits implements TenantLimits {

    static final String MEMBERS = "test.memberLimit";
    static final String KEYS = "test.keyLimit";

    @Override
    public @Nullable String effectiveTier(String tenantId) {
        return null;
    }

    @Override
    public @Nullable Integer memberLimit(TenantModel tenant) {
        return limit(tenant, MEMBERS);
    }

    @Override
    public @Nullable Integer keyLimit(TenantModel tenant) {
        return limit(tenant, KEYS);
    }

    private static @Nullable Integer limit(TenantModel tenant, String attribute) {
        String limit = tenant.getRealm().getAttribute(attribute);
        return limit == null ? null : Integer.valueOf(limit);
    }
}
