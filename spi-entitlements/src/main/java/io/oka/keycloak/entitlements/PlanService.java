package io.oka.keycloak.entitlements;

import org.jspecify.annotations.Nullable;

/**
 * What a plan says of one service.
 *
 * @param enabled whether tenants of the plan have it
 * @param quotaLimit units a month of this service alone; null for no limit of its own
 */
public record PlanService(boolean enabled, @Nullable Long quotaLimit) {}
