package io.oka.keycloak.testing;

import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantModel;
import org.jspecify.annotations.Nullable;

/** Every tenant of a realm has as many seats as the realm's attribute {@value #ATTRIBUTE} says; any number without it. */
final class TestTenantLimits implements TenantLimits {

    static final String ATTRIBUTE = "test.memberLimit";

    @Override
    public @Nullable String effectiveTier(String tenantId) {
        return null;
    }

    @Override
    public @Nullable Integer memberLimit(TenantModel tenant) {
        String limit = tenant.getRealm().getAttribute(ATTRIBUTE);
        return limit == null ? null : Integer.valueOf(limit);
    }

    @Override
    public @Nullable Integer keyLimit(TenantModel tenant) {
        return null;
    }
}
