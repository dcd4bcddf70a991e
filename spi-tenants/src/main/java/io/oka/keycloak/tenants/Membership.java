package io.oka.keycloak.tenants;

import java.time.Instant;

/**
 * That a user belongs to a tenant.
 *
 * @param createdAt since when
 */
public record Membership(TenantModel tenant, String userId, TenantRole role, Instant createdAt) {}
