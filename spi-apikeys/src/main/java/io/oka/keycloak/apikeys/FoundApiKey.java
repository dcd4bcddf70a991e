package io.oka.keycloak.apikeys;

import io.oka.keycloak.tenants.TenantSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A key and the tenant that it belongs to, read together.
 *
 * @param tenant null while the tenant is deleted: then its keys open nothing
 */
public record FoundApiKey(ApiKeySnapshot key, @Nullable TenantSnapshot tenant) {}
