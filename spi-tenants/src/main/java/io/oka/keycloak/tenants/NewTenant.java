package io.oka.keycloak.tenants;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tenant starts with. */
public record NewTenant(
        String name,
        @Nullable String displayName,
        Map<String, List<String>> attributes,
        @Nullable Long quotaLimit) {

    public static NewTenant named(String name) {
        return new NewTenant(name, null, Map.of(), null);
    }
}
