package io.oka.keycloak.tenants.oidc;

import io.oka.keycloak.tenants.TenantRole;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of a tenant and of the user in it.
 *
 * @param tier the plan in force; null where nobody sells any
 */
record TenantClaims(
        String id, String name, TenantRole role, @Nullable String tier) {

    static final String ID = "tenant_id";
    static final String NAME = "tenant_name";
    static final String ROLE = "tenant_role";
    static final String TIER = "tenant_tier";

    void putInto(Map<String, Object> claims) {
        claims.put(ID, id);
        claims.put(NAME, name);
        claims.put(ROLE, role.wireName());
        if (tier != null) {
            claims.put(TIER, tier);
        }
    }
}
