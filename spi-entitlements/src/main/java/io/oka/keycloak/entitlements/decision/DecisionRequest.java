package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.tenants.TenantRole;
import org.jspecify.annotations.Nullable;

/**
 * What is asked; null asks for nothing of that kind.
 *
 * @param action what is to be done; a key's scopes are checked against it
 * @param quantity how many units it would use, at least 1
 */
public record DecisionRequest(
        String action,
        String tenantId,
        @Nullable String service,
        @Nullable String requiredFeature,
        @Nullable TenantRole requiredRole,
        long quantity) {}
