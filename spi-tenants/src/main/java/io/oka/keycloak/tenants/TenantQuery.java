package io.oka.keycloak.tenants;

import org.jspecify.annotations.Nullable;

/**
 * Which tenants an operator looks for.
 *
 * @param search part of the name or display name, whatever its case
 * @param deleted the deleted ones instead of the living
 * @param ownerless only those that nobody owns
 */
public record TenantQuery(@Nullable String search, boolean deleted, boolean ownerless) {}
