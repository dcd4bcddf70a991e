package io.oka.keycloak.tenants.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.tenants.TenantRole;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantClaimsTest {

    @Test
    void claimsAreNamedAsInTheContract() {
        assertThat(claims(new TenantClaims("id", "acme", TenantRole.OWNER, "pro")))
                .isEqualTo(
                        Map.of("tenant_id", "id", "tenant_name", "acme", "tenant_role", "owner", "tenant_tier", "pro"));
    }

    @Test
    void tierIsLeftOutWhereThereIsNone() {
        assertThat(claims(new TenantClaims("id", "acme", TenantRole.MEMBER, null)))
                .containsOnlyKeys("tenant_id", "tenant_name", "tenant_role");
    }

    private static Map<String, Object> claims(TenantClaims claims) {
        Map<String, Object> found = new HashMap<>();
        claims.putInto(found);
        return found;
    }
}
