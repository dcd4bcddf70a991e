package io.oka.keycloak.tenants;

import org.jspecify.annotations.Nullable;

/**
 * What tokens and decisions need to know of a living tenant; immutable, so that it can be cached.
 *
 * @param quotaLimit units a month that override the plan's limit
 */
public record TenantSnapshot(
        String id,
        String name,
        @Nullable String displayName,
        boolean suspended,
        @Nullable Long quotaLimit) {}
