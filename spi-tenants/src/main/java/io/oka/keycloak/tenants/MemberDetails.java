package io.oka.keycloak.tenants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A member with what a list of members shows of the user; null where the user has no such detail. */
public record MemberDetails(
        String userId,
        TenantRole role,
        Instant createdAt,
        @Nullable String username,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName) {}
