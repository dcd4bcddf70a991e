package io.oka.keycloak.tenants;

/**
 * A member as a decision sees it.
 *
 * @param enabled whether the user may log in at all
 */
public record MemberStanding(String userId, TenantRole role, boolean enabled) {}
